using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;

namespace IntegrityWatch.Doctor;

/// <summary>Whether the history opens, knows what is approved, and is looked at; and what waits in it for sinks.</summary>
internal sealed class HistoryCheck() : DoctorCheck("history", "history")
{
    private const double Mebibyte = 1024 * 1024;

    public override bool IsEssential => true;

    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        var path = host.Request.Database;
        using var history = HistoryFile.OpenIfThere(path);
        if (history.IsEmpty)
        {
            yield return Warning("baseline", $"there is no history yet: {path}", "integritywatch baseline capture --name NAME --reason TEXT");
            yield break;
        }
        yield return Baseline(host, history);
        yield return Scans(host, history);
        yield return FileOf(path);
        if (history.Sinks().Count > 0)
            yield return Waiting(history);
    }

    private CheckResult Baseline(CheckedHost host, IHistory history)
    {
        if (history.Generations.Count == 0)
            return Warning("baseline", "nothing was captured yet: nothing is approved, and no change can be told", "integritywatch baseline capture --name NAME --reason TEXT");
        var latest = history.Generations[^1];
        return Ok("baseline", $"generation {latest.Number}{(latest.Name is { } name ? $" {name}" : "")} approves {CheckedHost.Count(latest.Paths, "path")}, "
            + $"captured {Moments.Of(latest.CapturedAt)}, {Moments.Of(Positive(host.Request.Now - latest.CapturedAt))} ago");
    }

    /// <summary>A host that nobody has looked at yet is about to be set up; one that is not looked at any more is unknown.</summary>
    private CheckResult Scans(CheckedHost host, IHistory history)
    {
        var now = host.Request.Now;
        var sight = HostSight.Of(host.Request.Database, history, host.Rules, now, host.Root.IsArchive);
        if (sight.Last is not { } last)
            return Warning("scans", sight.Reason!, "integritywatch scan");
        return sight.Reason is { } reason
            ? Unknown("scans", reason, sight.Advice)
            : Ok("scans", $"the last scan was {Moments.Of(last.At)}, {Moments.Of(Positive(now - last.At))} ago");
    }

    private CheckResult FileOf(string path)
    {
        var size = $"{new FileInfo(path).Length / Mebibyte:0.0} MiB";
        return Ok("file", File.Exists(path + ".previous")
            ? $"{path} opens, {size}; the state before it is beside it in .previous"
            : $"{path} opens, {size}; no earlier state is beside it yet");
    }

    private CheckResult Waiting(IHistory history)
    {
        var sinks = history.Sinks();
        var behind = sinks.Where(sink => sink.Waiting > 0 || sink.Missed > 0).ToList();
        if (behind.Count == 0)
            return Ok("sinks", $"nothing waits for {CheckedHost.Count(sinks.Count, "sink")}");
        var worst = behind.MaxBy(sink => sink.Waiting + sink.Missed)!;
        return Warning("sinks", $"{CheckedHost.Count(behind.Sum(sink => sink.Waiting), "message")} wait for sinks, most for {worst.Name}"
            + (worst.LastDelivery is { } last ? $", which took one last {Moments.Of(last)}" : ", which never took one")
            + (behind.Sum(sink => sink.Missed) is > 0 and var missed ? $"; for {CheckedHost.Count(missed, "message")} there was no room" : ""),
            "integritywatch forward --test says what each sink answers");
    }

    private static TimeSpan Positive(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
