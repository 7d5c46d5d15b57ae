using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.Reporting.Monitoring;

/// <summary>
/// A file for the textfile collector of Prometheus's node_exporter. No path from the host gets into a label. A number that is
/// unknown, such as those of the measurement list where the host was not looked at, is left out.
/// </summary>
public static class PrometheusFile
{
    public static void Write(Stream output, FindingsReport report)
    {
        var gauges = new PrometheusGauges();
        gauges.Add("info", "The program, and the chain of the latest baseline generation, which is empty before the first.",
            [([("version", report.Tool.Version), ("chain", report.Baseline?.Chain ?? "")], 1)]);
        gauges.Add("status", "The verdict, which is the exit code: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.", (int)report.Verdict);
        gauges.Add("judged", "Whether the host was looked at lately and could be judged: 1 yes, 0 no, and then nothing else here says anything of it.",
            report.Sight.Reason is null ? 1 : 0);
        gauges.Add("open_findings", "Open findings, by severity and kind.", Open(report.Findings.Open));
        gauges.Add("new_findings", "Open findings that the latest scan found and none before it.", report.Findings.New);
        gauges.Add("last_scan_timestamp_seconds", "When the host was last scanned.",
            Seconds(report.At));
        gauges.Add("baseline_timestamp_seconds", "When the latest baseline generation was made.", Seconds(report.Baseline?.CapturedAt));
        gauges.Add("baseline_generation", "The number of the latest baseline generation.", report.Baseline?.Number);
        gauges.Add("baseline_paths", "Paths with an approved digest in the latest baseline generation.", report.Baseline?.Paths);
        gauges.Add("list_entries", "Entries of the kernel's measurement list.", report.Scan?.List?.Entries);
        gauges.Add("tpm_verified", "Whether the TPM vouches for the measurement list: 1 yes, 0 it speaks against it.",
            report.Scan?.List?.Verified is { } verified ? (verified ? 1 : 0) : null);
        if (report.Sinks.Count > 0)
        {
            gauges.Add("outbox_waiting_messages", "Messages that wait for a sink.", OfSinks(report, sink => sink.Waiting));
            gauges.Add("outbox_missed_messages", "Messages for which there was no room since the sink was last told everything.",
                OfSinks(report, sink => sink.Missed));
            gauges.Add("outbox_delivered_messages", "Messages that the sink was given, ever.", OfSinks(report, sink => sink.Delivered));
        }
        output.Write(Encoding.UTF8.GetBytes(gauges.ToString()));
    }

    /// <summary>Every severity and kind, so that none appears out of nothing or vanishes, which alerts cannot tell from a scan that failed.</summary>
    private static IEnumerable<((string Name, string Value)[] Labels, double Value)> Open(IReadOnlyList<Finding> open)
    {
        var counts = open.CountBy(finding => (finding.Severity, finding.Kind)).ToDictionary();
        return Names.Severities.SelectMany(_ => Enum.GetValues<FindingKind>(), (severity, kind) =>
            (new[] { ("severity", severity.Name()), ("kind", kind.Name()) }, (double)counts.GetValueOrDefault((severity, kind))));
    }

    private static IEnumerable<((string Name, string Value)[] Labels, double Value)> OfSinks(FindingsReport report, Func<SinkState, long> number) =>
        report.Sinks.Select(sink => (new[] { ("sink", sink.Name) }, (double)number(sink)));

    private static double? Seconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() / 1000.0;
}

/// <summary>
/// Gauges in the text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/), in the order in which they are added.
/// </summary>
internal sealed class PrometheusGauges
{
    private const string Prefix = "integritywatch_";

    private readonly StringBuilder text = new();

    /// <param name="name">What follows the program's name.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="value">Null where it is not known: then the gauge is left out.</param>
    public void Add(string name, string help, double? value)
    {
        if (value is { } known)
            Add(name, help, [([], known)]);
    }

    public void Add(string name, string help, IEnumerable<((string Name, string Value)[] Labels, double Value)> samples)
    {
        text.Append($"# HELP {Prefix}{name} {help}\n# TYPE {Prefix}{name} gauge\n");
        foreach (var (labels, value) in samples)
        {
            var set = string.Join(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\""));
            text.Append($"{Prefix}{name}{(set.Length == 0 ? "" : $"{{{set}}}")} {value:0.###}\n");
        }
    }

    public override string ToString() => text.ToString();

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
