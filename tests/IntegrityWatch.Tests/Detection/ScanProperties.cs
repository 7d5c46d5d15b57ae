using CsCheck;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Tests.Detection;

/// <summary>What holds for any history: a few files, digests, boots and clocks, in any order, with captures in between.</summary>
public class ScanProperties
{
    private static readonly string[] Paths = ["/usr/bin/a", "/usr/bin/b", "/tmp/java", "/opt/my tool", "/opt/my_tool", "memfd:x", "/home/me/a"];

    private static readonly Gen<Observation> SomeObservation = Gen.Select(
        Gen.OneOf(Paths), Gen.OneOf(Some.DigestA, Some.DigestB, Some.DigestC, Some.Sha1Digest), Gen.Int[0, 20], Gen.Int[0, 2],
        (path, digest, minute, sources) => sources switch
        {
            0 => Some.Listed(HostPath.Of(path).AsListed(), digest, minute + 1),
            1 => Some.Audited(HostPath.Of(path), digest, Some.Time.AddMinutes(minute), user: (uint)(minute % 2)),
            _ => Some.Seen(HostPath.Of(path), digest, minute + 1, Some.Time.AddMinutes(minute)),
        });

    private static readonly Gen<(bool IsCapture, string Boot, Observation[] Seen)[]> SomeSteps = Gen.Select(
        Gen.Int[0, 3], Gen.OneOf(Some.Boot, Some.OtherBoot), SomeObservation.Array[0, 5],
        (kind, boot, seen) => (kind == 0, boot, Once(seen))).Array[1, 5].Select(steps => steps.Select((step, i) => step with { Item3 = Behind(step.Item3, i) }).ToArray());

    [Fact]
    public void What_is_open_is_what_the_scan_said_and_a_second_look_finds_nothing_new() => SomeSteps.Sample(steps =>
    {
        using var host = new SomeHost();
        foreach (var (isCapture, boot, seen) in steps)
        {
            var evidence = Some.Evidence(boot, seen);
            if (isCapture)
            {
                host.Capture(evidence);
                continue;
            }
            var told = host.Scan(evidence);
            Assert.Equal(Json(Opened(told)), Json(host.OpenFindings()));
            var again = host.Scan(evidence);
            Assert.Equal(Json(Opened(told)), Json(again));
        }
    }, iter: 60, threads: 1);

    [Fact]
    public void After_a_capture_what_it_refused_is_told_and_no_drift_of_what_it_approved() => SomeSteps.Sample(steps =>
    {
        using var host = new SomeHost();
        foreach (var (_, boot, seen) in steps)
            host.Scan(Some.Evidence(boot, seen));
        var last = Some.Evidence(steps[^1].Boot, steps[^1].Seen);

        var plan = host.Capture(last);

        var told = host.Scan(last);
        Assert.All(plan.Refused, refused => Assert.Contains(told, finding => finding.Id == refused.Id));
        Assert.DoesNotContain(told, finding => finding.Kind.IsDrift() && host.Approvals(finding.Path).Any(known => known.Digest.Equals(finding.Digest)));
        Assert.All(plan.Refused, finding => Assert.True(finding.Kind.Facts().Group == FindingGroup.Circumstance));
    }, iter: 40, threads: 1);

    [Fact]
    public void No_scan_changes_what_is_approved() => SomeSteps.Sample(steps =>
    {
        using var host = new SomeHost();
        host.Capture(Some.Evidence(steps[0].Boot, steps[0].Seen));
        var before = Approved(host);
        foreach (var (_, boot, seen) in steps)
            host.Scan(Some.Evidence(boot, seen));

        Assert.Equal(before, Approved(host));
    }, iter: 40, threads: 1);

    // The joining tells each path and digest once, and by its true name where the audit log knows it.
    private static Observation[] Once(Observation[] seen) => [.. seen
        .DistinctBy(one => (one.Path, one.Digest))
        .Where(one => !one.PathMayHoldSpaces || !seen.Any(other => other.Path != one.Path
            && other.Path.AsListed() == one.Path && other.Digest.Equals(one.Digest)))];

    /// <summary>Each step reads on in the list and in the log.</summary>
    private static Observation[] Behind(Observation[] seen, int step) => [.. seen.Select(one => one with
    {
        ListEntry = one.ListEntry > 0 ? one.ListEntry + (100 * step) : 0,
        LastLogged = one.LastLogged is { } place ? place with { Serial = place.Serial + (uint)(10_000 * step), Fingerprint = place.Fingerprint + step } : null,
    })];

    private static List<Finding> Opened(IReadOnlyList<Finding> findings) =>
        [.. findings.Select(finding => finding with { State = FindingState.Open }).Order(FindingOrder.Instance)];

    private static List<string> Approved(SomeHost host) =>
        host.Ask(history => history.AllApprovals().Select(known => known.ToString()).Order(StringComparer.Ordinal).ToList());

    private static string Json(IReadOnlyList<Finding> findings)
    {
        using var output = new MemoryStream();
        JsonDocuments.WriteFindings(output, new FindingsReport
        {
            Tool = new ToolInfo("tool", "1"),
            Now = Some.Time,
            Findings = new FindingSet(findings, newOnly: false),
        });
        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }
}
