using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Policies;

/// <summary>The policies in policies/examples, tried: what each lowers and raises, and what stays as bad as it is.</summary>
public sealed class ExamplePolicyTests : IDisposable
{
    private static readonly string[] Names = [.. Directory.GetFiles(Path.Combine(Captures.Repository(), "policies", "examples"), "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();

    public ExamplePolicyTests()
    {
        folder.Write("etc/passwd", "root:x:0:0\nada:x:1000:1000\nrunner:x:990:990\npostgres:x:991:991\nwww-data:x:33:33\n");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA, entry: 1), Some.Seen(HostPath.Of("/usr/bin/conmon"), Some.DigestOf("conmon"), entry: 2)));
    }

    public static TheoryData<string> All => [.. Names];

    public void Dispose()
    {
        folder.Dispose();
        host.Dispose();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Each_can_be_loaded_names_what_it_is_for_and_lies_over_the_shipped_one(string name)
    {
        var policy = PolicyOf(name);

        Assert.NotEmpty(policy.PathRules);
        Assert.All(policy.PathRules, rule => Assert.False(string.IsNullOrEmpty(rule.Message)));
        Assert.Equal(SomeHost.Shipped.For(FindingKind.KnownBad).Severity, policy.For(FindingKind.KnownBad).Severity);
    }

    [Fact]
    public void Each_rule_of_each_is_tried_here()
    {
        var tried = File.ReadAllText(Path.Combine(Captures.Repository(), "tests/IntegrityWatch.Tests/Detection/Policies/ExamplePolicyTests.cs"));

        Assert.All(Names.SelectMany(name => PolicyOf(name).PathRules).Select(rule => rule.Id), id => Assert.Contains($"\"{id}\")", tried, StringComparison.Ordinal));
        Assert.Equal(["ci-runner", "container-host", "database-server", "desktop"], Names);
    }

    /// <summary>What is found on a path by a user, the worst first, with the rule that decided.</summary>
    [Theory]
    // A runner builds and runs what it built; a stranger who uses the same folder is told.
    [InlineData("ci-runner", "/builds/x/a.out", 990u, "new-file info", "ci-builds")]
    [InlineData("ci-runner", "/builds/x/a.out", 33u, "new-file medium", "new-file")]
    [InlineData("ci-runner", "/tmp/cc/a.out", 990u, "suspicious-location low, new-file low", "ci-temporary")]
    [InlineData("ci-runner", "/tmp/cc/kworkerds", 33u, "suspicious-location critical, new-file medium", "temporary-folder+kernel-thread")]
    [InlineData("ci-runner", "/usr/bin/some", 990u, "altered-file high", "altered-file")]
    // People have tools of their own; root has none in their folders.
    [InlineData("desktop", "/home/ada/bin/tool", 1000u, "new-file low", "own-tools")]
    [InlineData("desktop", "/home/ada/.hidden/tool", 1000u, "suspicious-location low, new-file low", "own-tools")]
    [InlineData("desktop", "/home/ada/bin/tool", 0u, "new-file high", "own-tools-as-root")]
    [InlineData("desktop", "/home/ada/.ssh/tool", 1000u, "suspicious-location medium, new-file medium", "hidden-folder")]
    [InlineData("desktop", "/tmp/.mount_Krita/usr/bin/krita", 1000u, "suspicious-location medium, new-file medium", "app-images")]
    [InlineData("desktop", "/tmp/tool", 1000u, "suspicious-location high, new-file medium", "temporary-folder")]
    // A database's user starts few programs.
    [InlineData("database-server", "/tmp/x", 991u, "suspicious-location critical, new-file critical", "database-runs-another")]
    [InlineData("database-server", "/usr/lib/postgresql/17/bin/postgres", 991u, "new-file medium", "new-file")]
    [InlineData("database-server", "/usr/bin/some", 33u, "altered-file high", "altered-file")]
    [InlineData("database-server", "/var/lib/mysql/udf.so", 33u, "new-file critical", "database-tools-of-administrators")]
    [InlineData("database-server", "/var/lib/postgresql/.cache/jit.so", 991u, "new-file low", "database-compiled-code")]
    [InlineData("database-server", "/var/lib/postgresql/.cache/jit.so", 33u, "new-file medium", "new-file")]
    [InlineData("container-host", "/tmp/x", 33u, "suspicious-location high, new-file medium", "temporary-folder")]
    [InlineData("container-host", "/run/containerd/x", 0u, "new-file medium", "new-file")]
    public void What_is_found_is_as_bad_as_the_example_says(string example, string path, uint user, string found, string rule)
    {
        var told = Ran(example, Some.Seen(HostPath.Of(path), Some.DigestC, entry: 9) with { FirstProcess = Some.Process(user: user), LatestProcess = Some.Process(user: user) });

        Assert.Equal(found, Said(told));
        Assert.Equal(rule, told[0].DecidedBy);
    }

    [Theory]
    [InlineData("container-host", Realm.Container, "/tmp/x", "suspicious-location medium", "container-temporary")]
    [InlineData("container-host", Realm.Container, "/dev/shm/x", "suspicious-location high", "shared-memory")]
    [InlineData("container-host", Realm.Claimed, "/tmp/x", "suspicious-location high", "temporary-folder")]
    public void What_a_container_does_in_its_own_folders_is_lowered_and_what_only_claims_to_be_one_is_not(string example, Realm realm, string path, string found, string rule)
    {
        var told = Ran(example, Some.Seen(HostPath.Of(path), Some.DigestC, entry: 9) with { Realm = realm, Container = "docker-default" })
            .Where(finding => finding.Kind == FindingKind.SuspiciousLocation).ToList();

        Assert.Equal(found, Said(told));
        Assert.Equal(rule, told[0].DecidedBy);
    }

    [Theory]
    [InlineData("conmon", "new-file low", "container-engine-runs")]
    [InlineData("trojan", "new-file medium", "new-file")]
    public void What_an_engine_starts_is_lowered_where_the_engine_counts_by_its_content(string content, string found, string rule)
    {
        var process = Some.Process(user: 0) with { ParentExe = HostPath.Of("/usr/bin/conmon"), ParentExeDigest = Some.DigestOf(content) };

        var told = Ran("container-host", Some.Seen(HostPath.Of("/run/containers/x"), Some.DigestC, entry: 9) with { FirstProcess = process, LatestProcess = process });

        Assert.Equal(found, Said(told));
        Assert.Equal(rule, told[0].DecidedBy);
    }

    [Theory]
    [InlineData("/etc/cron.d/x", "T1053.003", 990u, Severity.Medium, "ci-tools")]
    [InlineData("/usr/bin/curl", "T1140", 990u, Severity.Medium, "ci-tools")]
    [InlineData("/usr/bin/curl", "T1140", 33u, Severity.Info, "technique")]
    public void What_a_runner_does_to_the_host_is_raised(string path, string technique, uint user, Severity severity, string rule)
    {
        host.Policy = PolicyOf("ci-runner");
        var finding = host.Ask(history => new IntegrityWatch.Detection.Judging.Judge(host.Policy, history).Of(new IncidentRecord
        {
            Key = new IncidentKey("technique", HostPath.Of(path), $"{technique} done auid=1 uid={user} euid={user} exe=unknown"),
            Count = 1,
            FirstSeen = Some.Time,
            LastSeen = Some.Time,
            Sources = EvidenceSources.Audit,
            Process = Some.Process(user: user),
        }));

        Assert.Equal((severity, rule), (finding.Severity, finding.DecidedBy));
    }

    /// <summary>What is known to be bad, and what its package did not bring, no example lowers.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void What_is_bad_in_itself_no_example_lowers(string name) =>
        Assert.All(PolicyOf(name).PathRules, rule => Assert.All([FindingKind.KnownBad, FindingKind.PackageMismatch, FindingKind.Fileless, FindingKind.RevertedFile, FindingKind.UnknownModule],
            kind => Assert.DoesNotContain(kind, rule.Kinds)));

    private static string Said(IEnumerable<Finding> findings) =>
        string.Join(", ", findings.Select(finding => $"{finding.Kind.Name()} {finding.Severity.ToString().ToLowerInvariant()}"));

    private IReadOnlyList<Finding> Ran(string example, Observation use)
    {
        host.Policy = PolicyOf(example);
        return [.. host.Scan(Some.Evidence(use)).Where(finding => finding.Path == use.Path).OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Kind)];
    }

    private Policy PolicyOf(string name)
    {
        using var root = new EvidenceRoot(folder.Path);
        return PolicyLoader.Load([Path.Combine(Captures.Repository(), "policies", "examples", name + ".json")], () => UserNames.Of(root));
    }
}
