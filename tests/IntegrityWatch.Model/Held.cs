namespace IntegrityWatch.Model;

/// <summary>
/// What the lives leave out as long as the program is known to differ from the rule beside it. A mend sets its line to true; when all are, this
/// file goes.
/// </summary>
internal static class Held
{
    /// <summary>A content that is open is a copy as soon as it is approved elsewhere, and not only when it is used again.</summary>
    public static bool CopiesOfOpen => false;

    /// <summary>What a capture refused and nobody used is named by the capture, and is no finding.</summary>
    public static bool RefusalsAreNoFindings => false;

    /// <summary>A log is read on from its place across rotation, into a compressed file as well.</summary>
    public static bool CompressedRotation => false;

    /// <summary>A boot's records begin where the log says so, and not where the clock does.</summary>
    public static bool ClockBackBeforeBoot => false;

    /// <summary>A memfd with approved content is low.</summary>
    public static bool MemfdOfApproved => false;

    /// <summary>findings resolve.</summary>
    public static bool Resolve => false;

    /// <summary>baseline undo.</summary>
    public static bool Undo => false;

    /// <summary>accept: all findings that are open of a path.</summary>
    public static bool Accept => true;

    /// <summary>Serials that are missing.</summary>
    public static bool Lose => false;

    /// <summary>Records of another node are counted, and not judged.</summary>
    public static bool OtherNode => false;

    /// <summary>Uses of a container are not held against the host's baseline.</summary>
    public static bool Container => false;

    /// <summary>What stands before the last boot_aggregate is of the boot before.</summary>
    public static bool Kexec => false;

    /// <summary>Entries that are dropped are known, or rebuilt from the log.</summary>
    public static bool Trim => false;

    /// <summary>A boot that measures nothing is not judged.</summary>
    public static bool BlindBoot => true;

    /// <summary>A capture that cannot judge ends with 2 where something high is open or found.</summary>
    public static bool BlindCapture => false;
}
