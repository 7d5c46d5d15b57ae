using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;
using IntegrityWatch.Platform;

namespace IntegrityWatch.Tests.Detection;

/// <summary>How bad it is at some paths, by whom: what a path rule lowers, and what no rule does.</summary>
public sealed class PathRuleTests : IDisposable
{
    private static readonly HostPath Tool = HostPath.Of("/srv/ci/tool");
    private static readonly HostPath Runner = HostPath.Of("/usr/bin/runner");

    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();

    public PathRuleTests()
    {
        folder.Write("passwd/etc/passwd", "root:x:0:0\nci:x:1000:1000\nci:x:77:77\n");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA, entry: 1)));
    }

    public void Dispose()
    {
        folder.Dispose();
        host.Dispose();
    }

    [Theory]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "severity": "low"}""", Severity.Low)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "severity": "critical"}""", Severity.Critical)]
    [InlineData("""{"id": "r", "paths": ["/srv/*"], "severity": "low"}""", Severity.Medium)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "except": ["/srv/ci/t*"], "severity": "low"}""", Severity.Medium)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "kinds": ["new-file"], "severity": "low"}""", Severity.Low)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "kinds": ["altered-file"], "severity": "low"}""", Severity.Medium)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "users": [1000], "severity": "info"}""", Severity.Info)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "users": ["ci"], "severity": "info"}""", Severity.Info)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "users": ["1000"], "severity": "info"}""", Severity.Info)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "users": [77, 0], "severity": "info"}""", Severity.Medium)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "users": ["nobody-here"], "severity": "info"}""", Severity.Medium)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "realm": "host", "severity": "low"}""", Severity.Low)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "realm": "container", "severity": "low"}""", Severity.Medium)]
    [InlineData("""{"id": "r", "paths": ["/srv/ci/**"], "realm": "claimed", "severity": "low"}""", Severity.Medium)]
    public void A_rule_says_how_bad_what_it_covers_is(string rule, Severity severity)
    {
        host.Policy = PolicyOf(rule);

        var finding = Assert.Single(Ran(Tool, "tool"));

        Assert.Equal((FindingKind.NewFile, severity), (finding.Kind, finding.Severity));
        Assert.Equal(severity == Severity.Medium ? "new-file" : "r", finding.DecidedBy);
        Assert.Equal(severity < Severity.Medium, finding.IsLowered);
    }

    [Fact]
    public void The_last_that_applies_decides_and_one_with_the_id_of_an_earlier_one_takes_its_place()
    {
        string[] rules =
        [
            """{"id": "a", "paths": ["/srv/**"], "severity": "high"}""",
            """{"id": "b", "paths": ["/srv/ci/**"], "severity": "low", "message": "built here"}""",
            """{"id": "c", "paths": ["/srv/other/**"], "severity": "critical"}""",
        ];
        host.Policy = PolicyOf(rules);
        var finding = Assert.Single(Ran(Tool, "tool"));
        Assert.Equal((Severity.Low, "b", Severity.Medium), (finding.Severity, finding.DecidedBy, finding.PathRule!.Otherwise));
        Assert.EndsWith("; built here", finding.Sentence, StringComparison.Ordinal);

        host.Policy = PolicyOf([.. rules, """{"id": "a", "paths": ["/srv/ci/**"], "severity": "critical"}"""]);
        Assert.Equal("b", Assert.Single(host.OpenFindings()).DecidedBy);
        host.Policy = PolicyOf([.. rules, """{"id": "b", "paths": ["/srv/none/**"], "severity": "low"}"""]);
        Assert.Equal((Severity.High, "a"), (Assert.Single(host.OpenFindings()).Severity, Assert.Single(host.OpenFindings()).DecidedBy));
    }

    /// <summary>Who lowers has to be sure that nobody else did it; who raises need not.</summary>
    [Theory]
    [InlineData(1000u, 1000u, 1000u, Severity.Info, Severity.Critical)]
    [InlineData(1000u, 0u, 1000u, Severity.Medium, Severity.Critical)]
    [InlineData(0u, 1000u, 1000u, Severity.Medium, Severity.Critical)]
    [InlineData(1000u, 1000u, 0u, Severity.Medium, Severity.Critical)]
    [InlineData(0u, 0u, 1000u, Severity.Medium, Severity.Critical)]
    [InlineData(0u, 0u, 0u, Severity.Medium, Severity.Medium)]
    public void A_rule_with_users_lowers_where_all_that_is_known_is_theirs_and_raises_where_anything_is(
        uint user, uint effective, uint latest, Severity lowered, Severity raised)
    {
        var first = Some.Process(user: user) with { Euid = effective };
        foreach (var (severity, expected) in new[] { ("info", lowered), ("critical", raised) })
        {
            host.Policy = PolicyOf($$"""{"id": "r", "paths": ["/srv/**"], "users": ["ci"], "severity": "{{severity}}"}""");
            Assert.Equal(expected, Assert.Single(Ran(HostPath.Of($"/srv/{severity}"), severity, first, Some.Process(user: latest))).Severity);
        }
    }

    [Fact]
    public void Where_it_is_not_known_who_did_it_a_rule_with_users_says_nothing()
    {
        foreach (var severity in new[] { "info", "critical" })
        {
            host.Policy = PolicyOf($$"""{"id": "r", "paths": ["/srv/**"], "users": ["ci"], "severity": "{{severity}}"}""");

            Assert.Equal(Severity.Medium, Assert.Single(host.Scan(Some.Evidence(Some.Listed(Tool, Some.DigestB, entry: 2)))).Severity);
        }
    }

    [Fact]
    public void A_rule_that_leaves_it_as_bad_as_it_is_need_not_be_sure()
    {
        host.Policy = PolicyOf("""{"id": "r", "paths": ["/srv/**"], "users": ["ci"], "severity": "medium"}""");

        Assert.Equal("r", Assert.Single(Ran(Tool, "tool", Some.Process(user: 33))).DecidedBy);
    }

    [Fact]
    public void A_place_of_what_a_generation_holds_with_this_very_content_is_lowered_to_info()
    {
        host.Approve(HostPath.Of("/tmp/build/x"), Some.DigestOf("x"));
        host.Policy = PolicyOf("""{"id": "r", "paths": ["/tmp/build/**"], "users": ["ci"], "severity": "info"}""");

        Assert.Equal((FindingKind.SuspiciousLocation, Severity.Info), Only(Ran(HostPath.Of("/tmp/build/x"), "x")));
    }

    /// <summary>Anybody can bind a file of his over a runner's: a parent counts by the content that its own use had.</summary>
    [Theory]
    [InlineData("/usr/bin/runner", "runner", Severity.Info, Severity.Critical)]
    [InlineData("/usr/bin/runner", "trojan", Severity.Medium, Severity.Critical)]
    [InlineData("/usr/bin/runner", null, Severity.Medium, Severity.Critical)]
    [InlineData("/usr/bin/runner (deleted)", "runner", Severity.Info, Severity.Medium)]
    [InlineData("/usr/bin/bash", "bash", Severity.Medium, Severity.Medium)]
    [InlineData(null, null, Severity.Medium, Severity.Medium)]
    public void A_rule_with_parents_lowers_where_the_parent_counts(string? parent, string? content, Severity lowered, Severity raised)
    {
        Approve(Runner, "runner");
        Approve(HostPath.Of("/usr/bin/bash"), "bash");
        var process = Some.Process() with
        {
            ParentExe = parent is null ? null : HostPath.Of(parent),
            ParentExeDigest = content is null ? null : Some.DigestOf(content),
        };
        foreach (var (severity, expected) in new[] { ("info", lowered), ("critical", raised) })
        {
            host.Policy = PolicyOf($$"""{"id": "r", "paths": ["/srv/**"], "parents": ["/usr/bin/runner"], "severity": "{{severity}}"}""");
            Assert.Equal(expected, Assert.Single(Ran(HostPath.Of($"/srv/{severity}"), severity, process, process)).Severity);
        }
    }

    [Fact]
    public void A_rule_with_users_and_parents_wants_both()
    {
        Approve(Runner, "runner");
        host.Policy = PolicyOf("""{"id": "r", "paths": ["/srv/**"], "users": ["ci"], "parents": ["/usr/bin/runner"], "severity": "info"}""");
        var byRunner = Some.Process() with { ParentExe = Runner, ParentExeDigest = Some.DigestOf("runner") };

        Assert.Equal(Severity.Info, Assert.Single(Ran(HostPath.Of("/srv/a"), "x", byRunner, byRunner)).Severity);
        Assert.Equal(Severity.Medium, Ran(HostPath.Of("/srv/b"), "b").Single(finding => finding.Path == HostPath.Of("/srv/b")).Severity);
        Assert.Equal(Severity.Medium, Ran(HostPath.Of("/srv/c"), "c", byRunner with { Uid = 0, Euid = 0 }, byRunner).Single(finding => finding.Path == HostPath.Of("/srv/c")).Severity);
    }

    [Theory]
    [InlineData("info", Severity.Low)]
    [InlineData("low", Severity.Low)]
    [InlineData("medium", Severity.Medium)]
    public void A_path_that_a_generation_holds_with_another_content_is_low_at_least(string severity, Severity told)
    {
        host.Policy = PolicyOf($$"""{"id": "r", "paths": ["/usr/**"], "users": ["ci"], "severity": "{{severity}}"}""");

        Assert.Equal((FindingKind.AlteredFile, told), Only(Ran(Some.Path, "altered")));
    }

    /// <summary>What is bad in itself is so wherever it lies, unless a rule names it.</summary>
    [Theory]
    [InlineData("", "fileless critical, known-bad critical, reverted-file high, unknown-module high, package-mismatch critical")]
    [InlineData("\"known-bad\", \"fileless\"", "fileless low, known-bad low, reverted-file high, unknown-module high, package-mismatch critical")]
    [InlineData("\"reverted-file\", \"unknown-module\"", "fileless critical, known-bad critical, reverted-file low, unknown-module low, package-mismatch critical")]
    [InlineData("\"package-mismatch\", \"violation\", \"unmeasurable\"", "fileless critical, known-bad critical, reverted-file high, unknown-module high, package-mismatch low")]
    public void Kinds_that_are_bad_in_themselves_are_lowered_only_where_they_are_named(string kinds, string told)
    {
        host.Policy = PolicyOf($$"""{"id": "r", "paths": ["**"], {{(kinds.Length == 0 ? "" : $"\"kinds\": [{kinds}],")}} "severity": "low"}""");
        var judge = (FindingKind kind, string path) => Judged(kind, HostPath.Of(path));

        Assert.Equal(told, string.Join(", ", new[]
        {
            judge(FindingKind.Fileless, "memfd:x"), judge(FindingKind.KnownBad, "/opt/x"), judge(FindingKind.RevertedFile, "/opt/x"),
            judge(FindingKind.UnknownModule, "/opt/x.ko"), judge(FindingKind.PackageMismatch, "/opt/x"),
        }));

        string Judged(FindingKind kind, HostPath path) => host.Ask(history =>
        {
            var contents = new IntegrityWatch.Detection.Judging.KnownContents(history);
            var finding = new IntegrityWatch.Detection.Judging.FindingMaker(host.Policy).Finding(kind, path, Some.DigestB, "m");
            return $"{kind.Name()} {new IntegrityWatch.Detection.Judging.PathRuleJudge(host.Policy, new IntegrityWatch.Detection.Judging.KnownActors(history), contents).Of(finding, Some.Observed()).Severity.ToString().ToLowerInvariant()}";
        });
    }

    [Fact]
    public void Without_kinds_a_rule_speaks_of_drift_places_and_techniques() => Assert.Equal(
        ["suspicious-location", "altered-file", "copied-file", "new-file", "technique"],
        Enum.GetValues<FindingKind>().Where(kind => kind.Facts().PathRules == PathRuleScope.ByDefault).Select(kind => kind.Name()).Intersect(
            PolicyOf("""{"id": "r", "paths": ["/srv/**"], "severity": "low"}""").PathRules[0].Kinds.Select(kind => kind.Name())));

    [Theory]
    [InlineData("list-tampered")]
    [InlineData("evidence-gap")]
    [InlineData("signature-invalid")]
    [InlineData("appraisal-failed")]
    [InlineData("no-baseline")]
    public void A_rule_that_names_what_no_path_makes_better_is_refused(string kind)
    {
        var fault = Refused($$"""{"id": "mine", "paths": ["/srv/**"], "kinds": ["new-file", "{{kind}}"], "severity": "low"}""");

        Assert.Contains("path rule \"mine\": kinds: no path makes " + kind + " any better", fault, StringComparison.Ordinal);
        Assert.Contains("new-file", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id": "mine", "paths": ["/srv/**"], "severity": "info"}""", "to info only what certain users or parents do")]
    [InlineData("""{"id": "mine", "paths": ["/srv/**"], "users": [], "parents": [], "severity": "info"}""", "to info only what certain users or parents do")]
    [InlineData("""{"id": "mine", "paths": [], "severity": "low"}""", "paths: none is named")]
    [InlineData("""{"id": "mine", "paths": ["/srv/**"], "kinds": [], "severity": "low"}""", "kinds: none is named")]
    [InlineData("""{"id": "mine", "paths": ["/srv/**"], "kinds": ["new-fil"], "severity": "low"}""", "the nearest is \"new-file\"")]
    [InlineData("""{"id": "mine", "paths": ["/srv/["], "severity": "low"}""", "no closing bracket")]
    [InlineData("""{"id": "mine", "paths": ["/srv/**"], "realm": "node", "severity": "low"}""", "one of host, container, claimed")]
    [InlineData("""{"id": "mine", "paths": ["/srv/**"], "users": [-1], "severity": "low"}""", "a user belongs here")]
    [InlineData("""{"id": "mine", "paths": ["/srv/**"], "users": [""], "severity": "low"}""", "a user belongs here")]
    [InlineData("""{"id": "mi+ne", "paths": ["/srv/**"], "severity": "low"}""", "an id is a name without +")]
    [InlineData("""{"id": "mine", "path": ["/srv/**"], "severity": "low"}""", "the nearest is \"paths\"")]
    public void What_is_wrong_with_a_rule_is_told(string rule, string told) => Assert.Contains(told, Refused(rule), StringComparison.Ordinal);

    [Fact]
    public void What_is_open_follows_the_policy_of_now_and_nothing_else_lowers_it()
    {
        Assert.Equal(Severity.Medium, Assert.Single(Ran(Tool, "tool")).Severity);
        host.Policy = PolicyOf("""{"id": "r", "paths": ["/srv/**"], "severity": "low"}""");
        Assert.Equal(Severity.Low, Assert.Single(host.Scan(Some.Evidence())).Severity);
        Assert.Equal(Severity.Low, Assert.Single(host.Scan(Some.Evidence())).Severity);
        host.Policy = SomeHost.Shipped;
        Assert.Equal(Severity.Medium, Assert.Single(host.Scan(Some.Evidence())).Severity);
    }

    /// <summary>An intruder who uses what a builder made is told, and what the builder does later hides him no more.</summary>
    [Fact]
    public void What_somebody_else_did_stays_as_bad_when_the_user_of_the_rule_does_it_again()
    {
        host.Policy = PolicyOf("""{"id": "r", "paths": ["/srv/**"], "users": ["ci"], "severity": "info"}""");
        Assert.Equal(Severity.Info, Assert.Single(Ran(Tool, "tool")).Severity);
        var stranger = Some.Process(Some.Time.AddHours(1), user: 33);
        Assert.Equal(Severity.Medium, Assert.Single(host.Scan(Some.Evidence(Again(stranger)))).Severity);

        var again = Assert.Single(host.Scan(Some.Evidence(Again(Some.Process(Some.Time.AddHours(2))))));

        Assert.Equal((Severity.Medium, "new-file", false), (again.Severity, again.DecidedBy, again.IsLowered));

        Observation Again(ProcessInfo process) => Some.Audited(Tool, Some.DigestOf("tool"), process.Time) with { FirstProcess = process, LatestProcess = process };
    }

    [Fact]
    public void A_place_is_lowered_with_its_false_name_and_what_runs_there_is_told_all_the_same()
    {
        host.Policy = PolicyOf("""{"id": "builds", "paths": ["/tmp/build/**"], "users": ["ci"], "severity": "info"}""");

        var byBuilder = Ran(HostPath.Of("/tmp/build/java"), "java");
        var byStranger = Ran(HostPath.Of("/tmp/build/init"), "init", Some.Process(user: 33), Some.Process(user: 33));

        Assert.Equal(["suspicious-location", "new-file"], byBuilder.On(HostPath.Of("/tmp/build/java")));
        Assert.All(byBuilder, finding => Assert.Equal(Severity.Info, finding.Severity));
        Assert.Equal(Severity.Critical, byStranger.Single(finding => finding.Kind == FindingKind.SuspiciousLocation && finding.Path == HostPath.Of("/tmp/build/init")).Severity);
    }

    [Fact]
    public void What_fell_for_a_reason_of_its_own_is_not_raised_by_where_it_lies()
    {
        host.Policy = PolicyOf("""{"id": "r", "paths": ["/**"], "severity": "critical"}""");
        var finding = Some.Finding(FindingKind.NewFile, Severity.Low);

        foreach (var (explained, softened, severity) in new[] { (true, false, Severity.Low), (false, true, Severity.Low), (false, false, Severity.Critical) })
            Assert.Equal(severity, host.Ask(history => new IntegrityWatch.Detection.Judging.PathRuleJudge(host.Policy, new IntegrityWatch.Detection.Judging.KnownActors(history), new IntegrityWatch.Detection.Judging.KnownContents(history))
                .Of(finding with { Explained = explained, Softened = softened }, Some.Observed())).Severity);
    }

    [Fact]
    public void A_technique_event_is_lowered_and_raised_by_its_object_and_its_actor()
    {
        host.Policy = PolicyOf("""{"id": "r", "paths": ["/etc/cron.d/**"], "users": ["ci"], "severity": "low"}""",
            """{"id": "s", "paths": ["/usr/bin/curl"], "severity": "high"}""");

        Assert.Equal(Severity.Low, Event("/etc/cron.d/ours", "T1053.003", 1000));
        Assert.Equal(Severity.Medium, Event("/etc/cron.d/ours", "T1053.003", 0));
        Assert.Equal(Severity.High, Event("/usr/bin/curl", "T1140", 33));

        Severity Event(string path, string technique, uint user) => host.Ask(history => new IntegrityWatch.Detection.Judging.Judge(host.Policy, history).Of(new IncidentRecord
        {
            Key = new IncidentKey("technique", HostPath.Of(path), $"{technique} done auid=1 uid={user} euid={user} exe=unknown"),
            Count = 1,
            FirstSeen = Some.Time,
            LastSeen = Some.Time,
            Sources = EvidenceSources.Audit,
            Process = Some.Process(user: user),
        })).Severity;
    }

    [Theory]
    [InlineData(Realm.Container, "container", Severity.Low)]
    [InlineData(Realm.Container, "host", Severity.High)]
    [InlineData(Realm.Claimed, "claimed", Severity.Low)]
    [InlineData(Realm.Claimed, "host", Severity.High)]
    public void What_is_a_containers_is_lowered_by_a_rule_of_that_realm_alone(Realm realm, string named, Severity severity)
    {
        host.Policy = PolicyOf($$"""{"id": "r", "paths": ["/tmp/**"], "realm": "{{named}}", "severity": "low"}""");

        var findings = host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/tmp/x"), Some.DigestC, entry: 3) with { Realm = realm, Container = "docker-default" }));

        Assert.Equal(severity, findings.Single(FindingKind.SuspiciousLocation).Severity);
    }

    /// <summary>A capture asks the disk, which does not tell who: what only some users may do is refused there.</summary>
    [Fact]
    public void A_capture_refuses_what_no_rule_lowers_for_whoever_it_is()
    {
        foreach (var (id, who) in new[] { ("low", "low\""), ("info", "info\", \"users\": [\"ci\"]") })
        {
            host.Policy = PolicyOf($$"""{"id": "r", "paths": ["/tmp/**"], "severity": "{{who}}}""");
            var findings = host.Ask(history => new IntegrityWatch.Detection.Judging.Judge(host.Policy, history).CircumstancesOf(Some.Observed("/tmp/x") with { FirstProcess = null, LatestProcess = null }));
            Assert.Equal(id == "low" ? Severity.Low : Severity.High, Assert.Single(findings).Severity);
        }
    }

    [Fact]
    public void Other_numbers_of_the_same_names_are_another_policy()
    {
        const string Rule = """{"id": "r", "paths": ["/srv/**"], "users": ["ci"], "severity": "info"}""";
        var before = PolicyOf(Rule).Fingerprint;
        folder.Write("passwd/etc/passwd", "root:x:0:0\nci:x:33:33\n");

        Assert.NotEqual(before, PolicyOf(Rule).Fingerprint);
        Assert.Equal(["ci"], PolicyLoader.Load([folder.Write("alone.json", $$"""{"pathRules": [{{Rule}}]}""")]).PathRules[0].UnknownUsers);
    }

    private static (FindingKind, Severity) Only(IEnumerable<Finding> findings)
    {
        var finding = Assert.Single(findings);
        return (finding.Kind, finding.Severity);
    }

    private string Refused(string rule) => Assert.Throws<CannotCheckException>(() => PolicyOf(rule)).Message;

    private Policy PolicyOf(params string[] rules)
    {
        using var root = new EvidenceRoot(folder["passwd"]);
        return PolicyLoader.Load(rules.Select((rule, number) => folder.Write($"{number}.json", $$"""{"pathRules": [{{rule}}]}""")), () => UserNames.Of(root));
    }

    private void Approve(HostPath path, string content) => host.Change(history => history.Put(new Approval
    {
        Path = path,
        Digest = Some.DigestOf(content),
        Terms = ApprovalTerms.From(1),
        OnDiskSince = 1,
        ApprovedAt = Some.Time,
    }));

    private IReadOnlyList<Finding> Ran(HostPath path, string content, ProcessInfo? first = null, ProcessInfo? latest = null) => host.Scan(Some.Evidence(
        Some.Seen(path, Some.DigestOf(content), entry: 1000 + content.Length * 7 + content[0]) with { FirstProcess = first ?? Some.Process(), LatestProcess = latest ?? Some.Process() }))
        is var all ? [.. all.Where(finding => finding.Path == path)] : [];
}
