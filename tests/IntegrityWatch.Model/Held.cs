namespace IntegrityWatch.Model;

/// <summary>
/// What the lives leave out as long as the program is known to differ from the rule beside it. A mend sets its line to true; when all are, this
/// file goes.
/// </summary>
internal static class Held
{
    /// <summary>A capture first does what a scan does: what it looks at and does not approve is told.</summary>
    public static bool CaptureScans => false;

    /// <summary>A capture closes nothing that it did not approve.</summary>
    public static bool CaptureClosesWhatItApproves => false;

    /// <summary>A log is read on from its place across rotation, into a compressed file as well.</summary>
    public static bool CompressedRotation => false;

    /// <summary>A boot's records begin where the log says so, and not where the clock does.</summary>
    public static bool ClockBackBeforeBoot => false;

    /// <summary>A memfd with approved content is low.</summary>
    public static bool MemfdOfApproved => false;
}
