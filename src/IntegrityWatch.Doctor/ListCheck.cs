using IntegrityWatch.Detection;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Doctor;

/// <summary>Whether the measurement list can be read, holds what it should, and in a form that proves something.</summary>
internal sealed class ListCheck() : DoctorCheck("list", "measurement list")
{
    public override bool IsEssential => true;

    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        // That there is none, or that it holds no file, is told where it is said whether the host can be judged.
        if (host.List is not { } list)
            yield break;
        if (list.Files > 0)
            yield return Entries(list);
        yield return Hashes(list);
        yield return Form(list);
        if (list.Files > 0)
            yield return Digests(list);
    }

    private CheckResult Entries(ListSurvey list)
    {
        var entries = CheckedHost.Count(list.Entries, "entry", "entries");
        if (list.Counted is { } counted && counted < list.Entries)
            return Critical("entries", $"the list has {entries}, and the kernel counts {counted}: a name passes for an entry",
                "integritywatch verify");
        return Ok("entries", $"{entries} of {CheckedHost.Count(list.Files, "file")}, {CheckedHost.Count(list.Violations, "violation")}");
    }

    private CheckResult Hashes(ListSurvey list) => list.Verdict is { Faults: > 0 } broken
        ? Critical("hashes", broken.Fault ?? broken.Reason, "trust nothing that this host says: integritywatch verify names the entry")
        : Ok("hashes", "every entry matches its own hash");

    private CheckResult Form(ListSurvey list)
    {
        var templates = string.Join(", ", list.Templates.OrderByDescending(template => template.Value)
            .ThenBy(template => template.Key, StringComparer.Ordinal).Take(5).Select(template => template.Key));
        return list.Format == MeasurementFormat.Ascii
            ? Warning("form", $"only the ASCII form of the list is there ({templates}), in which a file's name can look like an entry",
                "bring the binary form along: binary_runtime_measurements")
            : Ok("form", $"the list is there in its binary form, template {templates}");
    }

    private CheckResult Digests(ListSurvey list)
    {
        var algorithms = string.Join(", ", list.Algorithms.OrderByDescending(algorithm => algorithm.Value)
            .ThenBy(algorithm => algorithm.Key, StringComparer.Ordinal).Select(algorithm => algorithm.Key));
        return list.Algorithms.Keys.Any(KernelCheck.IsBroken)
            ? Warning("digest", $"files are measured with {algorithms}: of SHA-1 and MD5, two files with the same digest can be made",
                "boot with ima_hash=sha256 and ima_template=ima-sig")
            : Ok("digest", $"files are measured with {algorithms}");
    }
}

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
            false when list.CanDrop == true => Warning("replay", "by itself the list does not lead to what the TPM holds, and this kernel lets root drop entries from it",
                "integritywatch verify holds it against what was read of it before"),
            false => Critical("replay", verdict.Fault ?? verdict.Reason, "trust nothing that this host says: integritywatch verify names the entry"),
            null when list.Banks.IsEmpty => Warning("replay",
                "no TPM vouches for the list: its own hashes match, and whoever is root with a changed kernel could have written it anew",
                host.IsLive ? "turn the TPM on in the firmware, or give the virtual machine one; Linux 5.12 or newer shows its registers"
                    : "bring sys/class/tpm/tpm0/pcr-* along: integritywatch collect"),
            null => Warning("replay", verdict.Reason, "integritywatch verify"),
        };
    }
}
