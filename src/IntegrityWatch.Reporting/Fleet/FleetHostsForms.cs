using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>Who reported when, the worst first. Quiet tells of the hosts that are not well, and of nothing else.</summary>
public sealed class FleetHostsForms : FleetForms<FleetHosts>
{
    private static readonly IReadOnlyList<Field<FleetHost>> BySeverity =
        [.. Names.Severities.Select(severity => new Field<FleetHost>(new() { Json = severity.Name() }, host => CountOn(host)(severity)))];

    private static readonly IReadOnlyList<Field<FleetHost>> Open = [new(new() { Json = "bySeverity" }, host => FieldValue.Of(BySeverity, host))];

    private static readonly IReadOnlyList<FleetColumn<FleetHost>> Columns =
    [
        FleetWords.Subject<FleetHost>("host", host => host.Name) with { At = 2 },
        new("status", host => host.Verdict.Name()) { At = 1, Paint = (style, host, text) => style.Paint(host.Verdict, text) },
        new("silent", host => (bool?)host.IsSilent),
        new("reportedAt", host => host.ReportedAt) { At = 3, Key = "reported", Terminal = host => host.ReportedAt?.Readable() ?? "-" },
        new("scannedAt", host => host.ScannedAt),
        new("scanStatus", host => host.Status?.Name()),
        new("reason", host => host.Reason) { IsLeftOut = true },
        new("open", host => FieldValue.Of(Open, host))
        {
            At = 4,
            Key = "open",
            Text = host => host.Status is null ? null : string.Join(',', FleetWords.Counts(CountOn(host), (count, name) => $"{name}:{count}").DefaultIfEmpty("0")),
            Terminal = host => host.Status is null ? "" : FleetWords.BySeverity(CountOn(host)) ?? "nothing open",
        },
        new("generation", host => host.Generation) { At = 5, Key = "generation", Terminal = host => host.Generation is { } number ? $"gen {number}" : "" },
        new("rewrittenGenerations", host => FieldValue.Of(host.RewrittenGenerations)),
        new("tpmVerified", host => host.TpmVerified)
        {
            At = 7,
            Key = "tpm",
            Text = host => host.TpmVerified switch { true => "verified", false => "altered", null => null },
            Terminal = _ => "",
        },
        new("callsItself", host => host.CallsItself) { At = 8, Key = "calls-itself", Text = OtherName, Terminal = _ => "" },
        new("version", host => host.Version) { At = 6, Key = "version" },
        new("enrolledAt", host => host.EnrolledAt),
        new("retiredAt", host => host.RetiredAt),
        new(null, host => string.Join("; ", Notes(host)) is { Length: > 0 } notes ? notes : null)
        {
            At = 9,
            Key = "notes",
            Terminal = host => string.Join("; ", OtherName(host) is { } name ? Notes(host).Append($"calls itself {name}") : Notes(host)),
        },
    ];

    public override Action<Stream, FleetHosts, FleetSight> Line => (output, hosts, _) => FleetLine.Write(output, hosts);

    private protected override bool HasOwnSight => false;

    public override Verdict? Verdict(FleetHosts answer) => answer.Verdict;

    /// <summary><c>500 hosts: 1 critical, 3 unknown, 496 ok</c>.</summary>
    internal override string Summary(FleetHosts answer)
    {
        var expected = Expected(answer);
        if (expected.Count == 0)
            return "no host is enrolled";
        Verdict[] order = [Detection.Verdict.Critical, Detection.Verdict.Unknown, Detection.Verdict.Warning, Detection.Verdict.Ok];
        var counts = order.Select(verdict => (Verdict: verdict, Count: expected.Count(host => host.Verdict == verdict)))
            .Where(count => count.Count > 0)
            .Select(count => $"{count.Count} {count.Verdict.Word()}");
        return $"{FleetWords.Count(expected.Count, "host")}: {string.Join(", ", counts)}";
    }

    /// <summary>The hosts that have to report.</summary>
    internal static List<FleetHost> Expected(FleetHosts fleet) => [.. fleet.Hosts.Where(host => host.RetiredAt is null)];

    internal static Func<Severity, long> CountOn(FleetHost host) => severity => host.Open.GetValueOrDefault(severity);

    /// <summary>What is out of order with a host, beside what it found.</summary>
    internal static IEnumerable<string> Notes(FleetHost host)
    {
        if (host.RetiredAt is not null)
            yield return "retired";
        if (host.RewrittenGenerations.Count > 0)
            yield return $"history rewritten: generation {string.Join(", ", host.RewrittenGenerations)}";
        if (host.IsSilent)
            yield return host.ReportedAt is null ? "never reported" : "silent";
        if (host.RetiredAt is null && host is { Reason: { } reason })
            yield return $"could not be judged: {SafeText.Sentence(reason)}";
        else if (host is { RetiredAt: null, Status: Detection.Verdict.Unknown })
            yield return "could not be judged";
        if (host.TpmVerified == false)
            yield return "its TPM speaks against it";
    }

    private protected override void WriteHead(Utf8JsonWriter json, FleetHosts answer)
    {
        var expected = Expected(answer);
        json.WriteTime("askedAt", answer.Now);
        json.WriteObject("summary", () =>
        {
            json.WriteNumber("hosts", expected.Count);
            json.WriteNumber("silent", expected.Count(host => host.IsSilent));
            json.WriteNumber("retired", answer.Hosts.Count - expected.Count);
            json.WriteObject("byStatus", () =>
            {
                foreach (var verdict in Enum.GetValues<Verdict>())
                    json.WriteNumber(verdict.Name(), expected.Count(host => host.Verdict == verdict));
            });
        });
    }

    private protected override IEnumerable<FleetTable> Tables(FleetHosts answer, bool quiet) =>
        [new FleetTable<FleetHost>("hosts", Columns, answer.Hosts) { IsShown = host => !quiet || host.Verdict != Detection.Verdict.Ok }];

    private static string? OtherName(FleetHost host) =>
        host.CallsItself is { } name && name != host.Name ? SafeText.Of(name) : null;
}
