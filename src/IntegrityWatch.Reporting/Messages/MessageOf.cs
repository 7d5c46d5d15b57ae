using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Fields;
using IntegrityWatch.Reporting.Siem;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>What is told to sinks of findings, observations and scans.</summary>
internal static class MessageOf
{
    private const int IdBytes = 16;

    private static readonly TextStyle StoryStyle = new(100, Colour: false);

    private static readonly IReadOnlyList<(FieldName, Field<Told<Finding>>)> FindingNames = ToldFields.OfFinding.By(names => names.Flat);
    private static readonly IReadOnlyList<(FieldName, Field<Told<ObservedDigest>>)> ObservationNames = ToldFields.OfObservation.By(names => names.Flat);
    private static readonly IReadOnlyList<(FieldName, Field<FindingsReport>)> ScanNames = ToldFields.OfScan.By(names => names.Flat);

    public static Message Finding(FindingsReport report, Finding finding)
    {
        var isTechnique = finding.Kind == FindingKind.Technique;
        var time = finding.Time(report) ?? report.Now;
        return new Message
        {
            Id = IdOf("finding", report.Host ?? "", finding.Id, finding.Severity.Name(),
                MessageFields.Text((finding.FoundAt ?? time).UtcTicks)),
            Event = isTechnique ? MessageEvents.Technique : MessageEvents.Finding,
            Kind = finding.Kind.Name(),
            Time = time,
            Severity = finding.Severity,
            Host = report.Host ?? "",
            Text = finding.Path.IsEmpty
                ? $"{finding.Kind.Name()}: {finding.Message}"
                : $"{finding.Kind.Name()} {SafeText.Of(finding.Path)}: {finding.Message}",
            Story = StoryOf(finding),
            Fields = MessageFields.Of(FindingNames, new Told<Finding>(report, finding)),
        };
    }

    public static Message Observation(FindingsReport report, ObservedDigest observed) => new()
    {
        Id = IdOf("observation", report.Host ?? "", Convert.ToBase64String(observed.Path.Bytes), observed.Digest.ToString(),
            MessageFields.Text(observed.LastSeen.UtcTicks) + (observed.Realm.NameElsewhere() is { } realm ? $" {realm} {observed.Container}" : "")),
        Event = MessageEvents.Observation,
        Kind = MessageEvents.Observation,
        Time = observed.LastSeen,
        Severity = Severity.Info,
        Host = report.Host ?? "",
        Text = $"seen {SafeText.Of(observed.Path)} {SafeText.Of(observed.Digest.ToString())}",
        Fields = MessageFields.Of(ObservationNames, new Told<ObservedDigest>(report, observed)),
    };

    /// <summary>A summary of the scan that the report tells of.</summary>
    public static Message Scan(FindingsReport report)
    {
        var findings = report.Findings;
        return new Message
        {
            Id = IdOf("scan", report.Host ?? "", MessageFields.Text(report.Now.UtcTicks)),
            Event = MessageEvents.Scan,
            Kind = MessageEvents.Scan,
            Time = report.Now,
            Severity = report.Verdict switch
            {
                Verdict.Ok => Severity.Info,
                Verdict.Warning => Severity.Medium,
                Verdict.Critical or Verdict.Unknown => Severity.Critical,
            },
            Host = report.Host ?? "",
            Text = $"scan {report.Verdict.Name()}: {(report.Sight.Reason is { } reason ? SafeText.Sentence(reason) + "; " : "")}{MessageFields.Text(findings.Open.Count)} open, {MessageFields.Text(findings.New)} new",
            Fields = MessageFields.Of(ScanNames, report),
        };
    }

    /// <summary>A test of whether a sink can be reached.</summary>
    public static Message Test(ToolInfo tool, string host, DateTimeOffset now) => new()
    {
        Id = IdOf("test", host, MessageFields.Text(now.UtcTicks)),
        Event = MessageEvents.Test,
        Kind = MessageEvents.Test,
        Time = now,
        Severity = Severity.Info,
        Host = host,
        Text = "test: this sink can be reached",
        Fields = new MessageFields { { "tool", tool.Name }, { "tool_version", tool.Version } },
    };

    private static string StoryOf(Finding finding)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new TextFindings(writer, StoryStyle).Write(new FindingSet([finding], newOnly: false));
        return writer.ToString().TrimEnd();
    }

    /// <summary>Receivers that get a message twice, because a run was killed between sending and remembering, can tell by its id.</summary>
    /// <param name="parts">What makes the message another than any other. None holds a zero character.</param>
    private static string IdOf(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))).AsSpan(0, IdBytes));
}
