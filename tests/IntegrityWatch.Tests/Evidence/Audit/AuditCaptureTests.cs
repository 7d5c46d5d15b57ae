using System.Text;
using System.Text.RegularExpressions;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Tests.Evidence.Audit;

/// <summary>What a real kernel and a real auditd wrote, against what the lab knows to have happened.</summary>
public sealed partial class AuditCaptureTests
{
    [Theory]
    [InlineData("rocke")]
    [InlineData("names")]
    [InlineData("rotation")]
    [InlineData("ordinary")]
    [InlineData("patch-day")]
    [InlineData("second-boot")]
    public void Every_file_that_the_lab_saw_used_is_told_with_its_launcher(string scenario)
    {
        var facts = Facts().Matches(File.ReadAllText(Path.Combine(AuditCapture.Folder, scenario + ".md")));
        var steps = new Dictionary<string, IReadOnlyList<AuditEvent>>();
        var checkedFacts = 0;
        foreach (Match fact in facts)
        {
            var (step, shownBy) = (fact.Groups["step"].Value, fact.Groups["by"].Value.Split(' '));
            if (!shownBy.Contains("audit") || !shownBy.Contains("ima"))
                continue;
            if (!steps.TryGetValue(step, out var events))
                steps.Add(step, events = AuditCapture.Read($"{scenario}/{step}").Events);
            var digest = new Digest("sha256", Convert.FromHexString(fact.Groups["sha256"].Value));
            var (path, comm, exe) = (fact.Groups["path"].Value, fact.Groups["comm"].Value, fact.Groups["exe"].Value);
            Assert.Contains(events.SelectMany(told => told.IntegrityRules), rule =>
                rule.Digest.Equals(digest)
                && (!IsPlain(path) || path == "/run/kthreadd" || rule.File.ToString() == path)
                && (!IsPlain(comm) || rule.Launcher.Comm?.ToString() == comm)
                && (!IsPlain(exe) || rule.Launcher.Exe?.ToString() == exe)
                && rule.Launcher.Uid == uint.Parse(fact.Groups["uid"].Value)
                && rule.Launcher.Euid == uint.Parse(fact.Groups["euid"].Value));
            checkedFacts++;
        }

        Assert.True(checkedFacts > 0, $"the facts of {scenario} cannot be read");
    }

    [Theory]
    [InlineData("rocke/before")]
    [InlineData("rocke/after")]
    [InlineData("names/after")]
    [InlineData("violation/after")]
    [InlineData("rotation/after")]
    public void Every_line_of_a_real_log_is_read_and_every_integrity_rule_kept(string capture)
    {
        var (lines, rules) = (0, 0);
        using (var files = AuditCapture.Open(capture))
        {
            foreach (var file in files)
            {
                foreach (var line in Encoding.Latin1.GetString(((MemoryStream)file.Content).ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    lines++;
                    if (line.StartsWith("type=INTEGRITY_RULE ", StringComparison.Ordinal))
                        rules++;
                }
            }
        }

        var (events, statistics) = AuditCapture.Read(capture);

        Assert.Equal(lines, statistics.Records);
        Assert.Equal(rules, statistics.IntegrityRules);
        Assert.Equal(rules, events.Sum(told => told.FileUses.Count()));
        Assert.Equal(0, statistics.MalformedLines);
        Assert.Distinct(events.Select(told => told.Stamp));
    }

    [Fact]
    public void The_process_of_a_use_is_the_new_program_and_its_parent_is_known()
    {
        var (events, _) = AuditCapture.Read("rocke/after");

        var java = UseOf(events, "/tmp/java").Process!;
        Assert.Equal("/tmp/java", java.Exe?.ToString());
        Assert.Equal("java", java.Comm?.ToString());
        Assert.Equal("/usr/local/sbin/backup-helper", java.ParentExe?.ToString());
        Assert.Equal("www-data", java.User);

        var netdns = UseOf(events, "/usr/sbin/netdns").Process!;
        Assert.Equal("/usr/sbin/netdns", netdns.Exe?.ToString());
        Assert.Equal("/tmp/watchdogs", netdns.ParentExe?.ToString());
    }

    [Fact]
    public void Keyed_events_are_told_and_the_loading_of_their_rules_is_not()
    {
        var (events, statistics) = AuditCapture.Read("rocke/after");

        var preload = Assert.Single(events, told => told.Keys.Any(key => key.StartsWith("T1574.006", StringComparison.Ordinal)));
        Assert.Equal("/usr/bin/bash", preload.Process.Exe?.ToString());
        Assert.Equal("openat", preload.Syscall?.Name);
        Assert.True(preload.Syscall?.Success);
        Assert.Contains(preload.Paths, path => path.Name == HostPath.Of("/etc/ld.so.preload") && path.NameType is "CREATE" or "NORMAL");
        Assert.Equal(preload.Keys[0], preload.Process.Key);
        Assert.Contains(events, told =>
            told.Process.Exe == HostPath.Of("/usr/bin/crontab") && told.Keys.Any(key => key.StartsWith("T1053.003", StringComparison.Ordinal)));
        Assert.All(events.Where(told => told.Keys.Count > 0), told => Assert.NotNull(told.Syscall));
        Assert.Equal(events.Count(told => told.Keys.Count > 0), statistics.KeyedEvents);
    }

    [Fact]
    public void Violations_are_told_with_their_cause()
    {
        var (events, _) = AuditCapture.Read("violation/after");
        var incidents = events.SelectMany(told => told.Incidents).ToList();

        Assert.All(incidents.Where(incident => incident.Type == AuditRecordType.IntegrityPcr), incident => Assert.Equal("invalid_pcr", incident.Op));
        Assert.Contains(incidents, incident => incident is { Cause: "ToMToU", Result: true } && incident.File == HostPath.Of("/srv/data/tomtou"));
        Assert.Contains(incidents, incident => incident is { Cause: "open_writers" } && incident.Process.Comm == HostPath.Of("id"));
        Assert.Contains(incidents, incident => incident is { Type: AuditRecordType.IntegrityData, Op: "collect_data", Cause: "failed(directio)", Result: false });
        Assert.Contains(incidents, incident => incident is { Type: AuditRecordType.IntegrityStatus, Op: "policy_update", Cause: "completed" });
        Assert.Contains(incidents, incident => incident.Type == AuditRecordType.IntegrityPolicyRule && incident.Cause!.Contains("func=BPRM_CHECK"));
    }

    [Fact]
    public void Hostile_names_forge_nothing()
    {
        var (events, _) = AuditCapture.Read("names/after");
        var files = events.SelectMany(told => told.FileUses).Select(use => use.Path).ToList();

        Assert.DoesNotContain(HostPath.Of("/usr/bin/forged"), files);
        Assert.Contains(new HostPath("/opt/names/invalid\xFF\xFE\xC3(utf8".Select(c => (byte)c).ToArray()), files);
        Assert.Contains(HostPath.Of("/opt/names/line\nbreak"), files);
        Assert.Contains(HostPath.Of("/opt/names/quo\"te"), files);
        Assert.Contains(HostPath.Of("/opt/names/trailing "), files);
        Assert.Contains(HostPath.Of("/opt/names/gone (deleted)"), files);
        Assert.Contains(files, file => file.Bytes.Length > 3900);
    }

    [Fact]
    public void The_files_of_a_rotated_log_are_one_stream()
    {
        var (events, statistics) = AuditCapture.Read("rotation/after");

        Assert.Equal(4, statistics.Files.Count);
        Assert.Equal(["/opt/app/one", "/opt/app/two", "/opt/app/three", "/opt/app/four", "/opt/app/five", "/opt/app/six"],
            events.SelectMany(told => told.FileUses).Select(use => use.Path.ToString()).Where(path => path.StartsWith("/opt/app/", StringComparison.Ordinal)));
    }

    private static Use UseOf(IEnumerable<AuditEvent> events, string path) =>
        Assert.Single(events.SelectMany(told => told.FileUses), use => use.Path == HostPath.Of(path));

    private static bool IsPlain(string text) => Plain().IsMatch(text);

    [GeneratedRegex(@"^[\w/.:-]+$")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^\| (?<step>[\w-]+) \| `(?<path>.*)` \| `(?<sha256>[0-9a-f]{64})` \| .* \| (?<uid>\d+) \| (?<euid>\d+) \| `(?<comm>.*)` \| `?(?<exe>.*?)`? \| (?<by>[a-z ]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Facts();
}
