using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.Detection.Reports;

/// <summary>Findings, whose they are, and what else is known: what every form of a report is made from.</summary>
public sealed record FindingsReport
{
    public required ToolInfo Tool { get; init; }

    /// <summary>The host's name: text of any characters. Null where the history was never told.</summary>
    public string? Host { get; init; }

    /// <summary>When the host was last looked at; null where it is not known.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When the report is made: what ages are counted to.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The generation that the host is compared with; null before the first capture.</summary>
    public Generation? Baseline { get; init; }

    public required FindingSet Findings { get; init; }

    /// <summary>When the host was looked at last, and why nothing can be said of it.</summary>
    public HostSight Sight { get; init; } = new(null);

    /// <summary>What the findings come to, where the host was looked at: the exit code.</summary>
    public Verdict Verdict => Sight.Verdict(Findings);

    /// <summary>The number of the last scan that this tells of, see <see cref="HistoryState.Scans"/>: whoever got it whole was told up to there.</summary>
    public long LastScan { get; init; }

    /// <summary>The scan that made them; null where they are told from the history, without a look at the host.</summary>
    public ScanReport? Scan { get; init; }

    /// <summary>What the sinks were told, and what waits for them, in the order of their names; empty where there are none.</summary>
    public IReadOnlyList<SinkState> Sinks { get; init; } = [];

    /// <summary>What the history knows of the findings' paths, for the forms that tell of it; empty for all others.</summary>
    public ReportHistory History { get; init; } = ReportHistory.None;

    /// <summary>What else is known of the one path or finding that the report is about; null where it is about no single one.</summary>
    public Dossier? About { get; init; }

    public static FindingsReport Of(ScanReport scan) => new()
    {
        Tool = scan.Tool,
        Host = scan.Host,
        At = scan.ScannedAt,
        Now = scan.ScannedAt,
        Baseline = scan.Baseline,
        Findings = scan.Findings,
        Sight = scan.Sight,
        Scan = scan,
    };

    public static FindingsReport Of(ToolInfo tool, IHistory history, FindingSet findings, HostSight sight, DateTimeOffset now) => new()
    {
        Tool = tool,
        Host = history.State.Host ?? sight.Last?.Host,
        At = sight.Last?.At,
        Sight = sight,
        Now = now,
        Baseline = history.Generations.Count == 0 ? null : history.Generations[^1],
        Findings = findings,
        LastScan = history.State.Scans,
        Sinks = history.Sinks(),
    };
}
