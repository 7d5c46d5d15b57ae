using System.Diagnostics;

namespace IntegrityWatch.EndToEnd;

/// <summary>The commands that ask the history: <c>findings</c>, <c>history</c>; and <c>demo</c>.</summary>
public class AskingTests
{
    [Fact]
    public void The_history_of_a_path_tells_its_digests_and_who_used_them()
    {
        using var tree = Intrusion();

        var history = BuiltProgram.Run("history", "/tmp/java", "--db", tree.Database);

        Assert.Equal(0, history.ExitCode);
        Assert.Contains(CapturedFact.Measured("rocke", "after").Single(fact => fact.Path == "/tmp/java").Sha256, history.Output);
        Assert.Contains("www-data (uid 33, euid 0", history.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    public void The_history_of_a_digest_tells_its_paths(string algorithm)
    {
        using var tree = Intrusion();
        var fact = CapturedFact.Measured("rocke", "after").Single(fact => fact.Path == "/tmp/java");

        var history = BuiltProgram.Run("history", "--hash", algorithm + fact.Sha256.ToUpperInvariant(), "--db", tree.Database, "--format", "json");

        Assert.Equal("/tmp/java", Assert.Single(history.Json.GetProperty("history").EnumerateArray()).GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("", 8)]
    [InlineData("sha256:", 7)]
    [InlineData("sha256:", 40)]
    public void The_first_digits_of_a_digest_are_enough(string algorithm, int digits)
    {
        using var tree = Intrusion();
        var fact = CapturedFact.Measured("rocke", "after").Single(fact => fact.Path == "/tmp/java");

        var history = BuiltProgram.Run("history", "--hash", algorithm + fact.Sha256[..digits].ToUpperInvariant(), "--db", tree.Database, "--format", "json");

        Assert.Equal("/tmp/java", Assert.Single(history.Json.GetProperty("history").EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact]
    public void A_path_of_which_nothing_is_known_is_said_so()
    {
        using var tree = Intrusion();

        var history = BuiltProgram.Run("history", "/no/such", "--db", tree.Database);

        Assert.Equal(0, history.ExitCode);
        Assert.Empty(history.Output);
        Assert.Contains("nothing is known of /no/such", history.Error);
    }

    [Theory]
    [InlineData("not a digest: xyz", "history", "--hash", "xyz")]
    [InlineData("not a digest: sha256:1ba", "history", "--hash", "sha256:1ba")]
    [InlineData("say what to tell of: a path, ", "history")]
    [InlineData("name either a path or, with --hash, a digest", "history", "/tmp/java", "--hash", "00")]
    public void A_question_that_is_none_is_refused(string message, params string[] question)
    {
        using var tree = Intrusion();
        BuiltProgram.Run([.. question, "--db", tree.Database]).RefusedWith(message);
    }

    [Theory]
    [InlineData("findings")]
    [InlineData("accept", "0904c87b1320", "--reason", "ours")]
    [InlineData("findings", "resolve", "0904c87b1320", "--reason", "gone")]
    [InlineData("baseline", "undo", "--yes")]
    public void Asking_before_the_first_scan_is_refused_with_the_next_step(params string[] command)
    {
        using var tree = new EvidenceTree();
        var findings = BuiltProgram.Run([.. command, "--db", tree.Database]);
        findings.RefusedWith("no history at");
        Assert.Contains("hint: run integritywatch scan", findings.Error);
    }

    [Theory]
    [InlineData("findings")]
    [InlineData("findings", "list")]
    public void Findings_say_what_the_scan_said_and_exit_alike(params string[] command)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        tree.Scan(after);
        var scan = tree.ScanJson(after);

        var findings = BuiltProgram.Run([.. command, "--db", tree.Database, "--format", "json"]);

        Assert.Equal(2, findings.ExitCode);
        Assert.Equal(scan.Json.GetProperty("findings").GetRawText(), findings.Json.GetProperty("findings").GetRawText());
    }

    [Fact]
    public void One_finding_is_shown_with_its_story_and_its_history()
    {
        using var tree = Intrusion();
        var listed = BuiltProgram.Run("findings", "--db", tree.Database, "--format", "json");
        var id = listed.Finding("altered-file", "/usr/bin/ps").GetProperty("id").GetString()!;

        var shown = BuiltProgram.Run("findings", "show", id[..8], "--db", tree.Database);

        Assert.Equal(2, shown.ExitCode);
        Assert.Contains("package-mismatch  /usr/bin/ps", shown.Output);
        Assert.Contains("also altered-file (high)", shown.Output);
        Assert.Contains("approved in generation 1", shown.Output);
        Assert.Equal(shown.Output, BuiltProgram.Run("findings", "show", "/usr/bin/ps", "--db", tree.Database).Output);
    }

    [Fact]
    public void A_path_is_shown_with_what_was_decided_of_it_and_what_is_closed()
    {
        using var tree = Intrusion();
        Assert.Equal(0, BuiltProgram.Run("accept", "/tmp/java", "--reason", "our own", "--yes", "--db", tree.Database).ExitCode);

        var shown = BuiltProgram.Run("findings", "show", "/tmp/java", "--db", tree.Database);

        Assert.Equal(0, shown.ExitCode);
        Assert.StartsWith("nothing is open of /tmp/java\n", shown.Output);
        Assert.Contains("what was told before\n", shown.Output);
        Assert.Contains("known-bad: it is waived", shown.Output);
        Assert.Contains("waive known-bad sha256:", shown.Output);
        Assert.Contains("generation 2, by ", shown.Output);
        Assert.Contains(": our own\n", shown.Output);
        var json = BuiltProgram.Run("findings", "show", "/tmp/java", "--format", "json", "--db", tree.Database).Json;
        Assert.Contains(json.GetProperty("decisions").EnumerateArray(), decision => decision.GetProperty("kind").GetString() == "known-bad"
            && decision.GetProperty("reason").GetString() == "our own");
        Assert.NotEmpty(json.GetProperty("closed").EnumerateArray());
        Assert.NotEmpty(json.GetProperty("history").EnumerateArray());
    }

    [Fact]
    public void A_review_settles_what_is_answered_and_asks_about_the_rest()
    {
        using var tree = Intrusion();
        var before = Open(tree);

        // Accepted with a reason; an answer that is none; without a reason nothing is done; left.
        var review = AtTerminal(tree, "a\nour own\nx\na\n\ns\nq\n", "findings", "review", "--path", "/tmp/java");

        Assert.Contains("accepted  known-bad  /tmp/java", review);
        Assert.DoesNotContain(Open(tree), finding => finding.Path == "/tmp/java");
        var more = AtTerminal(tree, "x\na\n\nq\n", "findings", "review", "--severity", "high");
        Assert.Contains("no such answer: x", more);
        Assert.DoesNotContain("accepted", more);
        Assert.Equal(before.Where(finding => finding.Path != "/tmp/java").Select(finding => finding.Id), Open(tree).Select(finding => finding.Id));
    }

    [Fact]
    public void A_review_refuses_what_accept_and_resolve_refuse_and_asks_again()
    {
        using var tree = Intrusion();

        // Its content still lies there, so that it is not dealt with.
        var review = AtTerminal(tree, "r\ngone\nq\n", "findings", "review", "--kind", "package-mismatch", "--root", tree.Unpack("rocke", "after"));

        Assert.Contains("the content still lies there", review);
        Assert.Equal(2, review.Split("accept, resolve, skip or quit?").Length - 1);
    }

    [Fact]
    public void Without_a_terminal_nobody_is_asked()
    {
        using var tree = Intrusion();

        BuiltProgram.Run("findings", "review", "--db", tree.Database).RefusedWith("nobody can be asked here");
    }

    private static List<(string Id, string? Path)> Open(EvidenceTree tree) =>
        [.. BuiltProgram.Run("findings", "--db", tree.Database, "--format", "json").Findings.Select(finding => (finding.GetProperty("id").GetString()!, finding.GetProperty("path").GetString()))];

    /// <summary>What a run at a terminal says, line ends as the program wrote them.</summary>
    private static string AtTerminal(EvidenceTree tree, string typed, params string[] arguments)
    {
        var answers = Path.Combine(tree.Folder, "typed");
        File.WriteAllText(answers, typed);
        var command = string.Join(' ', new[] { BuiltProgram.Path }.Concat(arguments).Concat(["--db", tree.Database]).Select(word => $"'{word}'"));
        using var script = Process.Start(new ProcessStartInfo("sh", ["-c", "script -qec \"$0\" /dev/null <\"$1\"", command, answers])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TERM"] = "dumb", ["NO_COLOR"] = "1" },
        })!;
        var said = script.StandardOutput.ReadToEnd();
        script.WaitForExit();
        return said.Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_that_is_not_there_is_refused()
    {
        using var tree = Intrusion();
        BuiltProgram.Run("findings", "show", "ffffffffffff", "--db", tree.Database).RefusedWith("no open finding has this id, and nothing is known of such a path");
    }

    [Fact]
    public void The_demonstration_needs_nothing_and_shows_the_intrusion()
    {
        var demo = BuiltProgram.Run("demo");

        Assert.Equal(0, demo.ExitCode);
        Assert.Empty(demo.Error);
        Assert.Contains("CRITICAL new known-bad /tmp/java", demo.Output);
        Assert.Contains("(exit code 2)", demo.Output);
    }

    [Fact]
    public void Help_names_every_command()
    {
        var help = BuiltProgram.Run("--help");

        Assert.Equal(0, help.ExitCode);
        Assert.All(["scan", "baseline", "findings", "history", "demo"], command => Assert.Contains(command, help.Output));
    }

    private static EvidenceTree Intrusion()
    {
        var tree = EvidenceTree.CapturedAt("rocke", "before");
        tree.Scan(tree.Unpack("rocke", "after"));
        return tree;
    }
}
