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
    public static bool RefusalsAreNoFindings => true;

    /// <summary>A log is read on from its place across rotation, into a compressed file as well.</summary>
    public static bool CompressedRotation => true;

    /// <summary>A boot's records begin where the log says so, and not where the clock does.</summary>
    public static bool ClockBackBeforeBoot => true;

    /// <summary>A memfd with approved content is low.</summary>
    public static bool MemfdOfApproved => false;

    /// <summary>findings resolve.</summary>
    public static bool Resolve => true;

    /// <summary>baseline undo.</summary>
    public static bool Undo => true;

    /// <summary>accept: all findings that are open of a path.</summary>
    public static bool Accept => true;

    /// <summary>Serials that are missing.</summary>
    public static bool Lose => true;

    /// <summary>Records of another node are counted, and not judged.</summary>
    public static bool OtherNode => true;

    /// <summary>Uses of a container are not held against the host's baseline.</summary>
    public static bool Container => true;

    /// <summary>What stands before the last boot_aggregate is of the boot before.</summary>
    public static bool Kexec => true;

    /// <summary>Entries that are dropped are known, or rebuilt from the log.</summary>
    public static bool Trim => true;

    /// <summary>A boot that measures nothing is not judged.</summary>
    public static bool BlindBoot => true;

    /// <summary>A capture that cannot judge ends with 2 where something high is open or found.</summary>
    public static bool BlindCapture => true;

    /// <summary>Serials are missing whatever the clock says.</summary>
    public static bool LoseAfterClockBack => true;

    /// <summary>A list of which entries were dropped is carried over by kexec.</summary>
    public static bool KexecAfterTrim => false;

    /// <summary>What the list of the boot before holds stands for what this boot uses, at later looks too.</summary>
    public static bool UsesOfCarriedEntries => false;

    /// <summary>A carried entry is no use: not under the name that the list altered, and not as the host's where it was a container's.</summary>
    public static bool CarriedEntriesAreNoUses => false;

    /// <summary>Missing serials are told of the boot in which they are missing, and not of that in which it is seen.</summary>
    public static bool GapsOfTheirBoot => false;

    /// <summary>The disk is not asked for old versions in a boot of which the log brought digests.</summary>
    public static bool OldVersionsOnDisk => false;
}
