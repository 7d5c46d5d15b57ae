using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>On how many hosts a file was seen, for people: the answer first, then a line for each path and digest.</summary>
public static class FleetPrevalenceText
{
    public static void Write(TextWriter output, TextStyle style, FleetPrevalence prevalence)
    {
        output.WriteLine(style.Bold(Answer(prevalence)));
        FleetTable.Write(output, style, [.. prevalence.Digests.Select(digest => Row(digest, prevalence.Reporting))]);
    }

    internal static string Answer(FleetPrevalence prevalence) =>
        $"seen on {prevalence.Seen} of {FleetWords.Count(prevalence.Reporting, "host")}";

    private static FleetCell[] Row(PrevalentDigest digest, long reporting) =>
    [
        new("hosts", $"{digest.Hosts}/{reporting}", FleetWords.Count(digest.Hosts, "host")),
        FleetWords.Digest(null, digest.Digest),
        FleetWords.Path(digest.Path),
        FleetWords.Time("first", digest.FirstSeen),
        On("first-on", digest.FirstHost),
        digest.Hosts > 1 ? FleetWords.Time("latest", digest.LatestSeen) : new("latest", null),
        digest.Hosts > 1 ? On("latest-on", digest.LatestHost) : new("latest-on", null),
    ];

    private static FleetCell On(string key, string host) => new(key, SafeText.Of(host), $"on {SafeText.Of(host)}");
}
