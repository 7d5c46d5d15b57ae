using System.Diagnostics;
using IntegrityWatch.Scanning;

namespace IntegrityWatch.Terminal;

/// <summary>One line on standard error that says how far long work is; nothing where standard error is no terminal.</summary>
internal sealed class ProgressLine : IProgressLine
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private readonly string what;
    private readonly bool enabled;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan? shownAt;

    public ProgressLine(string what, bool enabled)
    {
        this.what = what;
        this.enabled = enabled && StandardStreams.ErrorsAreTerminal;
    }

    public void Show(int done, int total)
    {
        if (!enabled || clock.Elapsed < Delay || clock.Elapsed - shownAt < Pace)
            return;
        shownAt = clock.Elapsed;
        var percent = total == 0 ? 100 : (long)done * 100 / total;
        var bar = new string('#', (int)percent / 5).PadRight(20, '.');
        StandardStreams.Errors.Write($"\r{what} [{bar}] {done}/{total}\e[K");
    }

    public void Dispose()
    {
        if (shownAt is not null)
            StandardStreams.Errors.Write("\r\e[K");
    }
}
