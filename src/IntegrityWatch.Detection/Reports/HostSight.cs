using IntegrityWatch.Detection.Policies;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Reports;

/// <summary>When the host was looked at last, and why nothing can be said of it, where that is so: what nobody looked at is never clean.</summary>
/// <param name="Last">Null where it was never scanned.</param>
/// <param name="Reason">Why nothing can be said: one sentence, which may hold words of the host. Null where it was looked at and judged.</param>
/// <param name="Advice">What to do about it; null where there is nothing to do.</param>
public sealed record HostSight(LastScan? Last, string? Reason = null, string? Advice = null)
{
    /// <summary>Two clocks may differ by so much; a time that lies further ahead is no time at which anybody looked.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);

    private const string Scan = "integritywatch scan says what it is now; a timer or cron is to do that";

    /// <summary>What is known without a look at the host.</summary>
    /// <param name="database">The history's file, beside which the last scan stands.</param>
    /// <param name="history">What it holds.</param>
    /// <param name="policy">Says how old a scan may be.</param>
    /// <param name="now">The clock of this run.</param>
    /// <param name="isArchive">True where the root is an archive: what was packed once grows no older.</param>
    /// <exception cref="CannotCheckException">Others can write what stands beside the history.</exception>
    public static HostSight Of(string database, IHistory history, Policy policy, DateTimeOffset now, bool isArchive) =>
        Of(LastScanFile.Read(database), history.State, policy, now, isArchive);

    internal static HostSight Of(LastScan? beside, HistoryState state, Policy policy, DateTimeOffset now, bool isArchive)
    {
        // A history of before this was kept knows only of scans that had something to record.
        var within = state.LastScan is { } recorded ? new LastScan { At = recorded, Host = state.Host } : null;
        var last = !IsAhead(beside) ? beside ?? Usable(within) : Usable(within);
        if (last is null)
            return (beside ?? within) is { } ahead
                ? new HostSight(null, $"the last scan is said to have been at {Words(ahead.At)}, which is ahead of the clock", Scan)
                : new HostSight(null, "the host was never scanned", Scan);
        if (last.Reason is { } reason)
            return new HostSight(last, $"the last scan, at {Words(last.At)}, could not judge the host: {reason}", last.Advice);
        var age = now - last.At;
        return age > policy.MaxScanAge && !isArchive
            ? new HostSight(last, $"the last scan was at {Words(last.At)}, {Words(age)} ago: what is older than {Words(policy.MaxScanAge)} says nothing of the host", Scan)
            : new HostSight(last);

        bool IsAhead(LastScan? scan) => scan?.At - now > MostAhead;

        LastScan? Usable(LastScan? scan) => IsAhead(scan) ? null : scan;
    }

    /// <summary>What is critical stays so; all else is unknown where nothing can be said of the host.</summary>
    public Verdict Verdict(FindingSet findings) => Reason is null || findings.Verdict == Detection.Verdict.Critical ? findings.Verdict : Detection.Verdict.Unknown;

    private static string Words(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'");

    /// <summary>A span as people say it: minutes, hours or days.</summary>
    public static string Words(TimeSpan span) =>
        span.TotalMinutes < 120 ? $"{(long)span.TotalMinutes} minutes"
        : span.TotalHours < 72 ? $"{(long)span.TotalHours} hours"
        : $"{(long)span.TotalDays} days";
}
