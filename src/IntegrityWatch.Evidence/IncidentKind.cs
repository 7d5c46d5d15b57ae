namespace IntegrityWatch.Evidence;

/// <summary>What evidence can say apart from a file's use: that something happened to a file, or to the evidence itself.</summary>
public enum IncidentKind
{
    /// <summary>Template digest all zero: the file was written while it was read (ToMToU), or open for writing.</summary>
    Violation,

    /// <summary>File digest all zero in an entry that is no violation: the kernel could not hash the file.</summary>
    Unmeasurable,

    /// <summary>The measurement list is not what the kernel wrote, or not what it was when it was read before.</summary>
    ListTampered,

    /// <summary>Records are missing, or the sources disagree about what happened.</summary>
    EvidenceGap,

    /// <summary>The kernel's appraisal of a file failed (INTEGRITY_DATA).</summary>
    AppraisalFailed,

    /// <summary>A file's IMA signature was made with a key that is known, and does not verify.</summary>
    SignatureInvalid,

    /// <summary>An audit rule matched whose key names an ATT&amp;CK technique.</summary>
    Technique,
}
