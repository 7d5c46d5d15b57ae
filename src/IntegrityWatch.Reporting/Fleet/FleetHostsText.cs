using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>Who reported when, for people: a line for each host, the worst first.</summary>
public static class FleetHostsText
{
    /// <param name="quiet">The hosts that are not well, and nothing else.</param>
    public static void Write(TextWriter output, TextStyle style, FleetHosts fleet, bool quiet)
    {
        FleetTable.Write(output, style, [.. fleet.Hosts.Where(host => !quiet || host.Verdict != Verdict.Ok).Select(Row)]);
        if (!quiet)
            FleetWords.WriteVerdict(output, style, fleet.Verdict, Summary(fleet));
    }

    /// <summary><c>500 hosts: 1 critical, 3 unknown, 496 ok</c>.</summary>
    internal static string Summary(FleetHosts fleet)
    {
        var expected = fleet.Hosts.Where(host => host.RetiredAt is null).ToList();
        if (expected.Count == 0)
            return "no host is enrolled";
        Verdict[] order = [Verdict.Critical, Verdict.Unknown, Verdict.Warning, Verdict.Ok];
        var counts = order.Select(verdict => (Verdict: verdict, Count: expected.Count(host => host.Verdict == verdict)))
            .Where(count => count.Count > 0)
            .Select(count => $"{count.Count} {count.Verdict.Word()}");
        return $"{FleetWords.Count(expected.Count, "host")}: {string.Join(", ", counts)}";
    }

    /// <summary>What is out of order with a host, beside what it found.</summary>
    internal static IEnumerable<string> Notes(FleetHost host)
    {
        if (host.RetiredAt is not null)
            yield return "retired";
        if (host.RewrittenGenerations.Count > 0)
            yield return $"history rewritten: generation {string.Join(", ", host.RewrittenGenerations.Select(number => FleetWords.Number(number)))}";
        if (host.IsSilent)
            yield return host.ReportedAt is null ? "never reported" : "silent";
        if (host.TpmVerified == false)
            yield return "its TPM speaks against it";
    }

    private static FleetCell[] Row(FleetHost host) =>
    [
        FleetWords.Of(host.Verdict),
        FleetWords.Subject(host.Name),
        FleetWords.Time("reported", host.ReportedAt, never: "-"),
        Open(host),
        new("generation", FleetWords.Number(host.Generation), host.Generation is { } number ? $"gen {FleetWords.Number(number)}" : ""),
        new("version", FleetWords.Safe(host.Version)),
        new("tpm", host.TpmVerified switch { true => "verified", false => "altered", null => null }, ""),
        new("calls-itself", OtherName(host), ""),
        Noted(host),
    ];

    private static FleetCell Open(FleetHost host)
    {
        long Count(Severity severity) => host.Open.GetValueOrDefault(severity);
        var counts = Names.Severities.Where(severity => Count(severity) > 0)
            .Select(severity => $"{severity.Name()}:{Count(severity)}");
        return new FleetCell("open", host.Status is null ? null : string.Join(',', counts.DefaultIfEmpty("0")),
            host.Status is null ? "" : FleetWords.BySeverity(Count) ?? "nothing open");
    }

    private static FleetCell Noted(FleetHost host)
    {
        var notes = Notes(host).ToList();
        var shown = OtherName(host) is { } name ? notes.Append($"calls itself {name}") : notes;
        return new FleetCell("notes", notes.Count == 0 ? null : SafeText.Of(string.Join("; ", notes)), string.Join("; ", shown));
    }

    private static string? OtherName(FleetHost host) => host.CallsItself == host.Name ? null : FleetWords.Safe(host.CallsItself);
}
