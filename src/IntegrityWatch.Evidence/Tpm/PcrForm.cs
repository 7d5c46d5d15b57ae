namespace IntegrityWatch.Evidence.Tpm;

/// <summary>
/// What a kernel extends into a bank wider than SHA-1 (security/integrity/ima: ima_queue.c, ima_crypto.c). The list does not
/// say which, only the PCR does.
/// </summary>
public enum PcrForm
{
    /// <summary>The hash of the template data under the bank's algorithm; 0xFF in the bank's width for a violation.</summary>
    Hashed,

    /// <summary>Linux 5.8 and later, for an algorithm that it had not yet when IMA began: SHA-1 padded with zeros, violations as above.</summary>
    PaddedSha1,

    /// <summary>Before Linux 5.8: SHA-1 padded with zeros, and a violation is 20 bytes of 0xFF padded with zeros.</summary>
    PaddedViolation,
}
