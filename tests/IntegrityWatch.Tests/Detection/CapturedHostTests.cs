using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection;

/// <summary>Whole stories, as real kernels told them; the truth stands in tests/captures/SCENARIO.md.</summary>
public sealed class CapturedHostTests : IDisposable
{
    private readonly SomeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public void An_ordinary_morning_has_a_keyed_curl_for_those_who_ask_and_nothing_else()
    {
        Capture("ordinary/before");

        var finding = Assert.Single(Scan("ordinary/after"));

        Assert.Equal((FindingKind.Technique, Severity.Info, "/usr/bin/curl"), (finding.Kind, finding.Severity, finding.Path.ToString()));
        Assert.Equal("T1140", Assert.Single(finding.Techniques).Id);
        Assert.Equal(Verdict.Ok, Verdicts.Of([finding]));
    }

    [Fact]
    public void What_keyed_rules_saw_of_the_intrusion_is_one_finding_a_technique_object_and_actor()
    {
        Capture("rocke/before");

        var seen = Scan("rocke/after").Where(finding => finding.Kind == FindingKind.Technique).ToList();

        Assert.Equal(["T1053.003", "T1140", "T1574.006"], seen.Select(finding => finding.Techniques[0].Id).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Severity.High, Assert.Single(seen, finding => finding.Path.ToString() == "/etc/ld.so.preload").Severity);
        Assert.Equal(Severity.Medium, Assert.Single(seen, finding => finding.Path.ToString() == "/etc/cron.d/root").Severity);
        var byTheWebServer = Assert.Single(seen, finding => finding.Path.ToString() == "/usr/bin/curl" && finding.Process!.User == "www-data");
        Assert.Equal((Severity.Info, "curl -fsS http://127.0.0.1:8080/a"), (byTheWebServer.Severity, byTheWebServer.Process!.Command));
        Assert.EndsWith("; seen 2 times", byTheWebServer.Message, StringComparison.Ordinal);
        Assert.Equal(seen.Count, seen.Select(finding => finding.Id).Distinct().Count());
    }

    [Fact]
    public void An_intrusion_is_told_whole()
    {
        Capture("rocke/before");

        var findings = Scan("rocke/after");

        foreach (var path in new[] { "/tmp/java", "/var/tmp/kworkerds", "/dev/shm/kworkerds" })
        {
            Assert.Equal(["known-bad", "suspicious-location", "new-file"], findings.On(path));
            Assert.Equal(Severity.Critical, findings.First(finding => finding.Path == HostPath.Of(path)).Severity);
        }
        Assert.Equal(["fileless"], findings.On("memfd:kthreadd"));
        Assert.Equal(["known-bad", "suspicious-location", "new-file"], findings.On("/tmp/watchdogs"));
        Assert.Equal(["altered-file"], findings.On("/usr/bin/ps"));
        Assert.Contains("new-file", findings.On("/usr/sbin/kworkerds"));
        Assert.Contains("new-file", findings.On("/usr/sbin/netdns"));
        Assert.Contains("new-file", findings.On("/usr/local/lib/libntp.so"));
        Assert.Equal(["new-file"], findings.On("/opt/app/my tool"));
        Assert.Empty(findings.On("/opt/app/my_tool"));
        Assert.Empty(findings.On("/usr/bin/bash"));
    }

    [Fact]
    public void A_patch_a_trojan_and_a_downgrade_are_told_apart()
    {
        Capture("patch-day/before");
        Assert.Equal(["altered-file"], Scan("patch-day/upgraded").On("/usr/bin/openssl"));
        Capture("patch-day/upgraded");
        Assert.Empty(Scan("patch-day/upgraded"));

        var trojan = Assert.Single(Scan("patch-day/trojan"), finding => finding.Path == HostPath.Of("/usr/bin/openssl"));
        Assert.Equal(FindingKind.AlteredFile, trojan.Kind);
        Assert.StartsWith("ef2b67a9", trojan.Digest!.Hex, StringComparison.Ordinal);
        Assert.Equal([KnownState.Superseded, KnownState.Approved], trojan.Known.Select(known => known.State));

        var downgraded = Scan("patch-day/downgraded").Where(finding => finding.State == FindingState.New).ToList();
        Assert.Equal(["reverted-file"], downgraded.On("/usr/bin/openssl"));
        Assert.Equal(["reverted-file"], downgraded.On("/usr/lib/x86_64-linux-gnu/ossl-modules/legacy.so"));

        var copy = Scan("patch-day/copy");
        Assert.Equal(["copied-file", "new-file"], copy.On("/usr/local/bin/helper").Order(StringComparer.Ordinal));
        Assert.Contains(HostPath.Of("/usr/bin/bash"), copy.Single(FindingKind.CopiedFile).SameDigestAs);
    }

    [Fact]
    public void A_reboot_is_no_drift_and_what_runs_first_in_it_is_new()
    {
        Capture("second-boot/first");

        var findings = Scan("second-boot/second");

        Assert.Equal(["new-file"], findings.On("/opt/app/agent"));
        Assert.Empty(findings.On("/usr/bin/ps"));
        Assert.All(findings, finding => Assert.Equal(FindingKind.NewFile, finding.Kind));
    }

    [Fact]
    public void Hostile_names_are_new_files_under_their_own_names_and_nothing_forged_is()
    {
        Capture("names/before");

        var findings = Scan("names/after");

        Assert.Equal(["new-file"], findings.On("/opt/names/my tool"));
        Assert.Equal(["new-file"], findings.On("/opt/names/my_tool"));
        Assert.Equal(["suspicious-location", "new-file"], findings.On("/opt/names/trailing "));
        Assert.Equal(["suspicious-location", "new-file"], findings.On("/opt/names/bidi\u202egpj.exe"));
        Assert.Equal(["new-file"], findings.On(new HostPath([.. "/opt/names/invalid"u8, 0xff, 0xfe, 0xc3, .. "(utf8"u8])));
        Assert.Empty(findings.On("/usr/bin/forged"));
        Assert.DoesNotContain(findings, finding => finding.Kind == FindingKind.Fileless);
    }

    [Fact]
    public void Violations_are_told_with_their_causes()
    {
        Capture("violation/before");

        var findings = Scan("violation/after");

        Assert.Contains("ToMToU", Assert.Single(findings, finding => finding.Path == HostPath.Of("/usr/local/lib/late.so")
            && finding.Kind == FindingKind.Violation).Message, StringComparison.Ordinal);
        Assert.Contains("violation", findings.On("/srv/data/writer"));
        Assert.Contains("unmeasurable", findings.On("/srv/data/direct"));
    }

    [Fact]
    public void A_baseline_with_audit_and_a_scan_without_it_agree_on_a_name_with_a_space()
    {
        using (var root = new EvidenceRoot(Captures.Root("rocke/after")))
            host.Capture(host.Read("rocke/after"), root, isDryRun: false, "/tmp/java");

        var listed = host.Read("rocke/after", withoutAudit: true);

        Assert.Empty(host.Scan(listed).On("/opt/app/my_tool"));
    }

    [Fact]
    public void The_same_evidence_and_the_same_history_say_the_same()
    {
        using var other = new SomeHost();
        foreach (var one in new[] { host, other })
            Capture("rocke/before", one);

        Assert.Equal(Scan("rocke/after").Select(finding => (finding.Id, finding.Message, finding.Process)),
            Scan("rocke/after", other).Select(finding => (finding.Id, finding.Message, finding.Process)));
    }

    private void Capture(string capture, SomeHost? on = null)
    {
        using var root = new EvidenceRoot(Captures.Root(capture));
        (on ?? host).Capture((on ?? host).Read(capture), root);
    }

    private IReadOnlyList<Finding> Scan(string capture, SomeHost? on = null)
    {
        using var root = new EvidenceRoot(Captures.Root(capture));
        return (on ?? host).Scan((on ?? host).Read(capture), root);
    }
}
