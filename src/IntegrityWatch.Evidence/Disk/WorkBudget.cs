using System.Diagnostics;

namespace IntegrityWatch.Evidence.Disk;

/// <summary>
/// How much one scan or capture hashes at most: bytes, and time. What does not fit is left, and counted: a host on which somebody makes work without
/// end is still judged by the rest.
/// </summary>
/// <param name="mostBytes">Of all files together.</param>
/// <param name="mostBytesOfFile">Of one file.</param>
/// <param name="mostTime">From now on.</param>
public sealed class WorkBudget(long mostBytes, long mostBytesOfFile, TimeSpan mostTime)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private long left = mostBytes;
    private long unfinished;
    private string? first;

    /// <summary>As much as a scan that runs every ten minutes can do between two of them.</summary>
    public static WorkBudget OfScan() => new(64L << 30, 4L << 30, TimeSpan.FromMinutes(8));

    /// <summary>More than a system's packages and the folders beside them hold: a person sees a capture's progress, and can end it, and a hook cannot.</summary>
    public static WorkBudget OfCapture() => new(1L << 40, 4L << 30, TimeSpan.FromHours(2));

    public long MostBytesOfFile => mostBytesOfFile;

    /// <summary>How many files were left.</summary>
    public long Unfinished => Interlocked.Read(ref unfinished);

    /// <summary>The first of them, in words; null where none was.</summary>
    public string? First => first;

    /// <summary>True where there is time left, and so many bytes more may be hashed.</summary>
    public bool Takes(long bytes) => clock.Elapsed < mostTime && Interlocked.Add(ref left, -bytes) >= 0;

    /// <summary>Says that a file was left.</summary>
    public void Leave(HostPath path)
    {
        Interlocked.Increment(ref unfinished);
        Interlocked.CompareExchange(ref first, SafeText.Of(path), null);
    }
}
