namespace IntegrityWatch.Doctor;

/// <summary>Whether a TPM vouches for the measurement list.</summary>
internal sealed class TpmCheck() : DoctorCheck("tpm", "TPM")
{
    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        // A list that breaks by itself is told with the list: no TPM can vouch for it.
        if (host.ListIfReadable is not { Verdict: { Faults: 0 } verdict } list)
            yield break;
        yield return verdict.Verified switch
        {
            true => Ok("replay", verdict.Reason),
            false => Critical("replay", verdict.Fault ?? verdict.Reason, "trust nothing that this host says: integritywatch verify names the entry"),
            null when list.Banks.IsEmpty => Warning("replay",
                "no TPM vouches for the list: its own hashes match, and whoever is root with a changed kernel could have written it anew",
                host.IsLive ? "turn the TPM on in the firmware, or give the virtual machine one; Linux 5.12 or newer shows its registers"
                    : "bring sys/class/tpm/tpm0/pcr-* along: integritywatch collect"),
            null => Warning("replay", verdict.Reason, "integritywatch verify"),
        };
    }
}
