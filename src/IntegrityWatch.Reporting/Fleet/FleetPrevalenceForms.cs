using System.Text.Json;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>On how many hosts a file was seen: the answer first, then each path and digest.</summary>
public sealed class FleetPrevalenceForms : FleetForms<FleetPrevalence>
{
    public override void WriteText(TextWriter output, TextStyle style, FleetPrevalence answer, bool quiet, FleetSight sight)
    {
        output.WriteLine(style.Bold($"seen on {answer.Seen} of {FleetWords.Count(answer.Reporting, "host")}"));
        base.WriteText(output, style, answer, quiet, sight);
    }

    private protected override void WriteHead(Utf8JsonWriter json, FleetPrevalence answer)
    {
        json.WriteNumber("seenOn", answer.Seen);
        json.WriteNumber("hosts", answer.Reporting);
    }

    private protected override IEnumerable<FleetTable> Tables(FleetPrevalence answer, bool quiet) =>
        [new FleetTable<PrevalentDigest>("digests", Columns(answer.Reporting), answer.Digests)];

    // The latest of one host is the first.
    private static IReadOnlyList<FleetColumn<PrevalentDigest>> Columns(long reporting) =>
    [
        .. FleetWords.Path<PrevalentDigest>(digest => digest.Path, at: 3),
        new("digest", digest => digest.Digest) { At = 2, Paint = FleetWords.Faint },
        new("realm", digest => digest.Realm) { IsLeftOut = true, At = 8, Key = "realm", Terminal = digest => digest.Realm is { } realm ? SafeText.Of(realm) : "" },
        FleetWords.SeenOn<PrevalentDigest>(digest => digest.Hosts, reporting) with { At = 1 },
        new("firstSeen", digest => digest.FirstSeen) { At = 4, Key = "first" },
        On("firstHost", "first-on", digest => digest.FirstHost) with { At = 5 },
        new("latestSeen", digest => digest.LatestSeen)
        {
            At = 6,
            Key = "latest",
            Text = digest => digest.Hosts > 1 ? digest.LatestSeen.Iso() : null,
            Terminal = digest => digest.Hosts > 1 ? digest.LatestSeen.Readable() : "",
        },
        On("latestHost", "latest-on", digest => digest.LatestHost, digest => digest.Hosts > 1) with { At = 7 },
    ];

    private static FleetColumn<PrevalentDigest> On(string json, string key, Func<PrevalentDigest, string> host, Func<PrevalentDigest, bool>? isTold = null) =>
        new(json, digest => host(digest))
        {
            Key = key,
            Text = digest => isTold?.Invoke(digest) == false ? null : SafeText.Of(host(digest)),
            Terminal = digest => isTold?.Invoke(digest) == false ? "" : $"on {SafeText.Of(host(digest))}",
        };
}
