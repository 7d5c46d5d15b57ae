namespace IntegrityWatch.Evidence.Ima;

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
