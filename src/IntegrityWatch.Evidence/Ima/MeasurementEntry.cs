namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// One entry of the measurement list. The spans lie in the reader's buffer and are good until its next read.
/// </summary>
public readonly ref struct MeasurementEntry
{
    /// <summary>Counted from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Where the entry begins, in bytes from the start of the list.</summary>
    public required long Offset { get; init; }

    /// <summary>The PCR that the entry was extended into, 0 to 23.</summary>
    public required int Pcr { get; init; }

    /// <summary>20 bytes in the plain list, the bank's width in the others; all zero for a violation.</summary>
    public required ReadOnlySpan<byte> TemplateDigest { get; init; }

    /// <summary>The template's name, or its format for a custom one; empty for an ASCII list's line that is no entry.</summary>
    public required string TemplateName { get; init; }

    /// <summary>The fields as the binary list holds them; rebuilt where the list is ASCII.</summary>
    public required ReadOnlySpan<byte> TemplateData { get; init; }

    public required MeasurementKind Kind { get; init; }

    /// <summary>
    /// The path or label in the list's own bytes, without NUL; a space of the file's name is an underscore here. Empty where
    /// the fields are unknown; the whole line where a line of an ASCII list could not be read.
    /// </summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>
    /// <c>sha256</c>, <c>sha1</c> and so on, as the entry names it; <c>verity:sha256</c> for an fs-verity digest; empty where
    /// the fields are unknown.
    /// </summary>
    public required string DigestAlgorithm { get; init; }

    /// <summary>All zero for a violation, in any width.</summary>
    public ReadOnlySpan<byte> FileDigest { get; init; }

    /// <summary>
    /// The content of security.ima or security.evm with its type byte (3: IMA signature, 5: EVM portable signature), or the
    /// appended PKCS#7 signature (first byte 0x30) where there is no other. Empty when there is none.
    /// </summary>
    public ReadOnlySpan<byte> Signature { get; init; }

    public bool HasSignature => !Signature.IsEmpty;

    /// <summary>
    /// Whether the template digest vouches for the entry. Null where this was not computed: every entry of a binary list, and
    /// violations. False also for the entries that may lie inside the name of one that does not verify.
    /// </summary>
    public bool? IsVerified { get; init; }
}

/// <summary>What an entry of the measurement list is about.</summary>
public enum MeasurementKind
{
    /// <summary>A file and its digest.</summary>
    File,

    /// <summary>The digest of the boot PCRs: the first entry, and once more after each kexec.</summary>
    BootAggregate,

    /// <summary>A measured buffer (a key, a command line): its name is a label, not a path.</summary>
    Buffer,

    /// <summary>ToMToU or open writers: the kernel could not vouch for what was read. The template digest is all zero.</summary>
    Violation,

    /// <summary>The kernel could not hash the file: its digest is all zero, and the template digest is not.</summary>
    Unmeasurable,

    /// <summary>An entry of a template, or with fields, that this reader does not know. Its hash can still be checked.</summary>
    Opaque,
}
