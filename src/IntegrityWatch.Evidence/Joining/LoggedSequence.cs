using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>
/// What the log told of this boot since it was read last, in the kernel's order: what a measurement list must hold whose entries nobody
/// can read any more.
/// </summary>
internal sealed class LoggedSequence
{
    /// <summary>Far more than a kernel measures between two scans.</summary>
    private const int MostKept = 64 * 1024;

    private readonly List<LoggedMeasurement> told = [];
    private long boot;

    /// <summary>By serial. Null where more came than is kept.</summary>
    public IReadOnlyList<LoggedMeasurement>? InOrder =>
        told.Count > MostKept ? null : [.. told.OrderBy(measured => measured.Serial)];

    /// <param name="inBoot">Of which boot it is: only the last one's list is at hand.</param>
    /// <param name="path">As the log writes it.</param>
    /// <param name="digest">Null for a violation.</param>
    /// <param name="serial">Of its event.</param>
    public void Add(long inBoot, HostPath path, Digest? digest, long serial)
    {
        if (inBoot != boot)
            told.Clear();
        boot = inBoot;
        if (told.Count <= MostKept)
            told.Add(new LoggedMeasurement(serial, path, digest));
    }
}

/// <summary>One measurement that the log tells of.</summary>
/// <param name="Serial">Of its event.</param>
/// <param name="Path">As the log writes it.</param>
/// <param name="Digest">Null for a violation.</param>
internal readonly record struct LoggedMeasurement(long Serial, HostPath Path, Digest? Digest);
