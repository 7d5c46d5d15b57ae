using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What is open in the fleet: on a terminal what each finding means stands under it, elsewhere a line is all of it.</summary>
public sealed class FleetFindingsForms : FleetForms<FleetFindings>
{
    private static readonly IReadOnlyList<FleetColumn<FleetFinding>> Columns =
    [
        FleetWords.Subject<FleetFinding>("host", finding => finding.Host) with { At = 2 },
        new("id", finding => finding.Id) { At = 6, Key = "id", Paint = FleetWords.Faint },
        new("kind", finding => finding.Kind) { At = 3 },
        FleetWords.Severity<FleetFinding>(finding => finding.Severity),
        .. FleetWords.Path<FleetFinding>(finding => finding.Path, at: 4),
        new("digest", finding => finding.Digest) { At = 5, Terminal = _ => "" },
        new("foundAt", finding => finding.At) { At = 7, Key = "at" },
        new("message", finding => finding.Message),
    ];

    /// <summary>What the store's columns say, and no host's document says otherwise.</summary>
    private static readonly HashSet<string> Own = [.. Columns.Select(column => column.Json).OfType<string>()];

    public override Action<Stream, FleetFindings, FleetSight> Line => FleetLine.Write;

    public override Verdict? Verdict(FleetFindings answer) => answer.Verdict;

    /// <summary><c>3 open on 2 hosts: 1 critical, 2 low; left out: 12 more</c>.</summary>
    internal override string Summary(FleetFindings answer)
    {
        var hosts = answer.Open.Select(finding => finding.Host).Distinct(StringComparer.Ordinal).Count();
        var text = answer.Open.Count == 0
            ? "nothing open"
            : $"{answer.Open.Count} open on {FleetWords.Count(hosts, "host")}: {FleetWords.BySeverity(CountIn(answer))}";
        if (answer.LeftOut > 0)
            text += $"; left out: {answer.LeftOut} more, see --most";
        // What a question leaves aside is not clean.
        var shown = answer.Open.Count == 0 ? default : answer.Open.Max(finding => finding.Severity);
        return answer.Worst > shown ? $"{text} of what was asked for; the worst of all is {answer.Worst.Name()}" : text;
    }

    private protected override void WriteHead(Utf8JsonWriter json, FleetFindings answer) => json.WriteObject("summary", () =>
    {
        json.WriteNumber("open", answer.Open.Count + answer.LeftOut);
        json.WriteNumber("leftOut", answer.LeftOut);
        json.WriteString("worst", answer.Worst.Name());
        json.WriteBySeverity(CountIn(answer));
    });

    private protected override IEnumerable<FleetTable> Tables(FleetFindings answer, bool quiet) =>
    [
        new FleetTable<FleetFinding>("findings", Columns, answer.Open)
        {
            Below = finding => SafeText.Sentence(finding.Message),
            Rest = (json, finding) => HostDocument.WriteRest(json, finding.Document, Own),
        },
    ];

    private static Func<Severity, long> CountIn(FleetFindings answer) => severity => answer.Open.Count(finding => finding.Severity == severity);
}
