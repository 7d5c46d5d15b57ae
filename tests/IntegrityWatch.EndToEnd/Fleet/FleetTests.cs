using System.Text.Json;
using IntegrityWatch.EndToEnd.Postgres;

namespace IntegrityWatch.EndToEnd.Fleet;

/// <summary>Many hosts, as whoever types the commands sees them, on a real PostgreSQL.</summary>
public sealed class FleetTests : IClassFixture<PostgresServer>, IDisposable
{
    private const string Trojan = "sha256:1c9ae349b618302e3e7b3c71d28d233363bcad218d3443710745aa0b3c86f06e";

    private readonly PostgresServer server;
    private readonly PostgresDatabase database;
    private readonly List<IDisposable> hosts = [];

    public FleetTests(PostgresServer server)
    {
        this.server = server;
        database = server.NewDatabase();
        Assert.Equal(0, Owner("prepare").ExitCode);
    }

    public void Dispose() => hosts.ForEach(host => host.Dispose());

    [Fact]
    public void From_one_host_to_a_fleet_whose_trojan_is_the_first_outlier()
    {
        var (web, db) = (Enrol("web01"), Enrol("db01"));
        foreach (var host in new[] { web, db })
        {
            Assert.Equal(0, host.Capture("rocke", "before").ExitCode);
            Assert.Equal(0, host.Scan("rocke", "before").ExitCode);
        }
        var own = web.Scan("rocke", "after", "--format", "json");
        Assert.Equal((2, ""), (own.ExitCode, own.Error));

        var all = Owner("hosts");
        Assert.Equal(2, all.ExitCode);
        Assert.Equal([$"CRITICAL {Named("web01")}", $"OK {Named("db01")}"], all.Output.Split('\n').Take(2).Select(line => string.Join(' ', line.Split(' ').Take(2))));
        var outliers = Owner("outliers");
        Assert.Equal(1, outliers.ExitCode);
        Assert.StartsWith($"MEDIUM {Named("web01")} /usr/bin/ps {Trojan} hosts=1/2 ", outliers.Output, StringComparison.Ordinal);
        var findings = Owner("findings", "--min-severity", "info", "--format", "json");
        Assert.Equal(2, findings.ExitCode);
        Assert.Equal(Ids(own), findings.Findings.Where(finding => finding.GetProperty("host").GetString() == Named("web01"))
            .Select(finding => finding.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_hash_and_a_path_are_known_by_the_hosts_that_have_them()
    {
        var (web, db) = (Enrol("web01"), Enrol("db01"));
        web.Scan("rocke", "after");
        db.Scan("rocke", "before");

        Assert.StartsWith("seen on 1 of 2 hosts\nhosts=1/2 " + Trojan, Owner("prevalence", "--hash", Trojan).Output, StringComparison.Ordinal);
        var path = Owner("prevalence", "/usr/bin/ps", "--format", "json").Json.GetProperty("digests");
        Assert.Equal([2L, 1L], path.EnumerateArray().Select(digest => digest.GetProperty("seenOn").GetInt64()));
        var unknown = Owner("prevalence", "/no/such/file");
        Assert.Equal((0, "seen on 0 of 2 hosts\n"), (unknown.ExitCode, unknown.Output));
    }

    [Fact]
    public void A_store_that_is_away_changes_neither_report_nor_exit_code_and_catches_up()
    {
        var (web, other) = (Enrol("web01"), new FleetHostRun("postgresql://x@127.0.0.1:1/x?sslmode=disable"));
        hosts.Add(other);
        web.Capture("rocke", "before");
        other.Capture("rocke", "before");
        using var plain = EvidenceTree.CapturedAt("rocke", "before");
        var expected = plain.Scan(plain.Unpack("rocke", "after"), "--quiet");

        var scan = other.Scan("rocke", "after", "--quiet");

        Assert.Equal((expected.ExitCode, expected.Output), (scan.ExitCode, scan.Output));
        Assert.StartsWith("integritywatch: store: connection refused; messages that wait: ", scan.Error, StringComparison.Ordinal);
        // The same history, once the store is where the configuration says.
        var forwarded = BuiltProgram.Run(new RunOptions { Environment = { ["INTEGRITYWATCH__STORE"] = AddressOf("web01") } }, "forward", "--db", other.Tree.Database);
        Assert.Equal((0, ""), (forwarded.ExitCode, forwarded.Error));
        Assert.Contains("waiting 0", forwarded.Output, StringComparison.Ordinal);
        Assert.StartsWith($"CRITICAL {Named("web01")}", Owner("hosts").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_any_bytes_forge_nothing()
    {
        var (web, db) = (Enrol("web01"), Enrol("db01"));
        web.Scan("names", "after");
        db.Scan("rocke", "before");

        foreach (var question in new[] { "outliers", "findings" })
        {
            var answer = Owner(question);
            var lines = answer.Output.TrimEnd('\n').Split('\n');
            Assert.All(answer.Output, letter => Assert.True(letter == '\n' || !char.IsControl(letter)));
            Assert.All(lines[..^1], line => Assert.Matches("^(CRITICAL|HIGH|MEDIUM|LOW|INFO) (web01|db01)[.]fleet[0-9]+ ", line));
            Assert.All(Owner(question, "--format", "ndjson").Output.TrimEnd('\n').Split('\n'), line => JsonDocument.Parse(line));
        }
    }

    [Fact]
    public void A_signed_generation_reaches_every_host_of_its_group_and_no_older_one_after_it()
    {
        var (web, other) = (Enrol("web01"), Enrol("web02"));
        var (privateKey, publicKey) = OpenSsl.KeyPair(web.Tree.Folder, "fleet");
        var (_, wrongKey) = OpenSsl.KeyPair(web.Tree.Folder, "wrong");
        web.Capture("patch-day", "before");
        var (old, file) = (Path.Combine(web.Tree.Folder, "old.json"), Path.Combine(web.Tree.Folder, "web.json"));
        Assert.Equal(0, web.Run("baseline", "export", "--output", old, "--sign", privateKey).ExitCode);
        web.Scan("patch-day", "upgraded");
        web.Capture("patch-day", "upgraded");
        Assert.Equal(0, web.Run("baseline", "export", "--output", file, "--sign", privateKey).ExitCode);

        Owner("generations", "approve", old, "--group", "web", "--key", wrongKey).RefusedWith("signature is not of this file and this key");
        Assert.StartsWith("approved for web as its number 1: ", Owner("generations", "approve", old, "--group", "web", "--key", publicKey).Output, StringComparison.Ordinal);
        Assert.StartsWith("approved for web as its number 2: ", Owner("generations", "approve", file, "--group", "web", "--reason", "patched").Output, StringComparison.Ordinal);

        Fetch(other, wrongKey).RefusedWith("not signed by this key: generation 2 of the group web");
        Assert.Empty(EvidenceTree.FilesBeside(other.Tree.Database));
        var fetched = Fetch(other, publicKey);
        Assert.Equal((0, ""), (fetched.ExitCode, fetched.Error));
        Assert.Equal("approved", Digest(other, "/usr/bin/openssl"));
        Assert.Contains("imported already", Fetch(other, publicKey).Error, StringComparison.Ordinal);

        // Whoever holds the store puts the old one back, with its good signature.
        database.Sql("INSERT INTO integritywatch.group_generation (group_name, number, document, sha256, signature) SELECT 'web', 3, document, sha256, signature FROM integritywatch.group_generation WHERE number = 1");
        Fetch(other, publicKey).RefusedWith("older than what was fetched before for the group web");
        Assert.Single(JsonDocument.Parse(other.Run("baseline", "list", "--format", "json").Output).RootElement.GetProperty("generations").EnumerateArray());
    }

    [Fact]
    public void A_retired_host_is_expected_no_more_and_let_in_no_more()
    {
        var web = Enrol("web01");
        web.Scan("rocke", "before");
        Assert.Equal(0, Owner("retire", Named("web01")).ExitCode);

        Assert.Contains("the store does not let this role in", web.Scan("rocke", "after").Error, StringComparison.Ordinal);

        Assert.DoesNotContain("CRITICAL", Owner("hosts").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hosts")]
    [InlineData("outliers")]
    [InlineData("findings")]
    [InlineData("generations")]
    [InlineData("prevalence", "/usr/bin/ps")]
    public void What_cannot_be_asked_is_exit_3_and_says_what_to_do(params string[] question)
    {
        BuiltProgram.Run(["fleet", .. question]).RefusedWith("no central store is named");
        At("postgresql://x@127.0.0.1:1/x?sslmode=disable", question).RefusedWith("store cannot be asked: 127.0.0.1/x: connection refused");
        At(AddressOf("web01"), question).RefusedWith("this role may not");
        At(server.NewDatabase().OwnerAddress, question).RefusedWith("the store is not prepared");
        At("postgresql://x:secret@127.0.0.1/x", question).RefusedWith("address of the store holds a password: --store");
    }

    [Theory]
    [InlineData("findings")]
    [InlineData("outliers", "--hosts", "1")]
    [InlineData("generations")]
    [InlineData("prevalence", "/usr/bin/ps")]
    public void No_answer_about_a_host_that_is_not_looked_at_is_clean(params string[] question)
    {
        foreach (var host in new[] { Enrol("web01"), Enrol("web02") })
        {
            Assert.Equal(0, host.Capture("rocke", "before").ExitCode);
            Assert.Equal(0, host.Scan("rocke", "before").ExitCode);
        }
        var seen = Owner(question);
        Assert.Equal((0, ""), (seen.ExitCode, seen.Error));

        Enrol("web03");
        var unseen = Owner([.. question, "--format", "json"]);

        Assert.Equal(3, unseen.ExitCode);
        Assert.Contains($"no clean word of {Named("web03")} (never reported)", unseen.Error, StringComparison.Ordinal);
        Assert.Equal([Named("web03")], unseen.Json.GetProperty("unseen").EnumerateArray().Select(host => host.GetProperty("host").GetString()));
        Assert.Equal("UNKNOWN", unseen.Json.GetProperty("exit").GetProperty("status").GetString());
        database.Sql("UPDATE integritywatch.scan SET reported_at = now() - interval '2 days'");
        Assert.Equal(3, Owner(["hosts"]).ExitCode);
        Assert.Equal(3, Owner([.. question]).ExitCode);
        Assert.Equal(Owner("retire", Named("web03")).ExitCode, Owner([.. question, "--silent-after", "3d"]).ExitCode);
    }

    [Fact]
    public void A_host_that_could_not_be_judged_is_unknown_in_the_fleet()
    {
        var web = Enrol("web01");
        web.Capture("rocke", "before");
        Assert.Equal(0, web.Scan("rocke", "before").ExitCode);
        File.WriteAllText(EvidenceTree.Ima(web.Tree.Unpack("rocke", "before"), "runtime_measurements_count"), "100000\n");

        Assert.Equal(3, web.Scan("rocke", "before").ExitCode);

        var hosts = Owner("hosts");
        Assert.Equal(3, hosts.ExitCode);
        Assert.Contains("could not be judged: the kernel counts 100000 entries", hosts.Output, StringComparison.Ordinal);
        Assert.StartsWith("FLEET UNKNOWN - no clean word of ", Owner("findings", "--format", "nagios").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_heard_of_is_nobody_clean()
    {
        Enrol("web01");

        Assert.Equal(3, Owner("hosts").ExitCode);
        Owner("findings").RefusedWith("no host has reported yet");
        Owner("outliers").RefusedWith("too few hosts reported to compare them: 0");
        Assert.StartsWith("FLEET UNKNOWN - ", Owner("hosts", "--format", "nagios").Output, StringComparison.Ordinal);
    }

    private string Named(string host) => $"{host}.{database.Name}";

    private string AddressOf(string host)
    {
        var enrolled = Owner("enrol", Named(host));
        Assert.Equal(0, enrolled.ExitCode);
        return database.Address(Named(host), database.PasswordFile(enrolled.Output.TrimEnd('\n')));
    }

    private FleetHostRun Enrol(string host)
    {
        var run = new FleetHostRun(AddressOf(host));
        hosts.Add(run);
        return run;
    }

    private RunResult Owner(params IEnumerable<string> arguments) => At(database.OwnerAddress, arguments);

    private static RunResult At(string store, params IEnumerable<string> arguments) => BuiltProgram.Run(["fleet", .. arguments, "--store", store]);

    private static RunResult Fetch(FleetHostRun host, string key) => host.Run("fleet", "generations", "fetch", "--group", "web", "--key", key, "--yes");

    private static string? Digest(FleetHostRun host, string path) =>
        host.Run("history", path, "--format", "json").Json.GetProperty("history")[0].GetProperty("state").GetString();

    private static IEnumerable<string> Ids(RunResult report) => report.Findings.Select(finding => finding.GetProperty("id").GetString()!).Order(StringComparer.Ordinal);
}
