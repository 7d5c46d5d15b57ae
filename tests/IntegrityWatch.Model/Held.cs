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
}
