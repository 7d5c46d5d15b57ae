namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>One event of the capture, from which others are made.</summary>
/// <param name="Records">Its records in their order, without the INTEGRITY_RULE that may have led them.</param>
/// <param name="Rule">Its INTEGRITY_RULE record; null where it had none.</param>
/// <param name="File">The file that this record names, in double quotes; empty where there is none.</param>
internal sealed record EventForm(IReadOnlyList<RecordForm> Records, RecordForm? Rule, string File)
{
    /// <summary>Whether it is the start of a program; else a library was mapped, or a session came or went.</summary>
    public bool IsStart => Records.Any(record => record.Type == "EXECVE");

    /// <summary>A mapped library is in the log only because its file was measured.</summary>
    public bool IsMapping => Records.Any(record => record.Type == "MMAP");
}
