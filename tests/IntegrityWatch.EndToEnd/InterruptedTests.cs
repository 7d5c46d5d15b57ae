using System.Diagnostics;

namespace IntegrityWatch.EndToEnd;

/// <summary>A pipe that nobody writes to, in the place of a file: the first SIGTERM ends the wait, and the history is free.</summary>
public sealed class InterruptedTests : IDisposable
{
    private const string Waits = "{0}";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly EvidenceTree tree = new();
    private readonly string pipe;

    public InterruptedTests()
    {
        pipe = Path.Combine(tree.Folder, "pipe");
        using var made = Process.Start("mkfifo", [pipe]);
        made.WaitForExit();
    }

    public void Dispose() => tree.Dispose();

    [Theory]
    [InlineData("scan", "--ima", Waits)]
    [InlineData("scan", "--audit", Waits)]
    [InlineData("baseline", "capture", "--yes", "--ima", Waits)]
    [InlineData("baseline", "capture", "--yes", "--audit", Waits)]
    [InlineData("verify", "--ima", Waits)]
    [InlineData("verify", "--key", Waits)]
    [InlineData("verify", "--quote", Waits, "--signature", Waits, "--ak", Waits)]
    public void SIGTERM_ends_the_wait_for_evidence(params string[] command)
    {
        var root = tree.Unpack("rocke", "before");

        AssertEndsAtOnce([.. command, "--root", root, "--db", tree.Database]);

        Assert.Equal(0, tree.Capture(root).ExitCode);
    }

    [Fact]
    public void SIGTERM_ends_the_wait_for_an_attestation_key()
    {
        var root = tree.Unpack("quote", "quoted");
        var quote = Path.Combine(root, "etc/quote", "rsa");

        AssertEndsAtOnce(["verify", "--ima", EvidenceTree.Ima(root), "--quote", $"{quote}.msg", "--signature", $"{quote}.sig", "--ak", pipe, "--db", tree.Database]);
    }

    [Theory]
    [InlineData("hashLists")]
    [InlineData("signatureKeys")]
    public void SIGTERM_ends_the_wait_for_what_a_policy_names(string key)
    {
        var policy = Path.Combine(tree.Folder, "policy.json");
        File.WriteAllText(policy, $$"""{ "{{key}}": ["{{pipe}}"] }""");
        var root = tree.Unpack("rocke", "before");

        AssertEndsAtOnce(["scan", "--policy", policy, "--root", root, "--db", tree.Database]);

        Assert.Equal(0, tree.Capture(root).ExitCode);
    }

    [Theory]
    [InlineData("rules", "check", Waits)]
    [InlineData("rules", "check", "-")]
    [InlineData("rules", "check", "/dev/stdin")]
    [InlineData("config", "check", "--policy", "/dev/stdin")]
    [InlineData("config", "check", "--config", "/dev/stdin")]
    public void SIGTERM_ends_the_wait_for_rules_and_settings(params string[] command) => AssertEndsAtOnce(command);

    [Theory]
    [InlineData("baseline", "import", Waits, "--yes")]
    [InlineData("baseline", "import", Waits, "--as", "keylime", "--yes")]
    [InlineData("baseline", "verify", Waits)]
    [InlineData("scan", "--root", Waits)]
    [InlineData("scan", "--config", Waits)]
    [InlineData("scan", "--policy", Waits)]
    public void What_must_be_a_regular_file_is_not_waited_for(params string[] command)
    {
        var run = BuiltProgram.Run([.. command.Select(word => string.Format(word, pipe)), "--db", tree.Database]);

        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public void What_comes_through_a_pipe_with_a_name_is_read()
    {
        var root = tree.Unpack("rocke", "before");
        using var writer = Process.Start("sh", ["-c", $"cat '{EvidenceTree.Ima(root)}' > '{pipe}'"]);

        var verify = BuiltProgram.Run("verify", "--ima", pipe, "--root", root, "--db", tree.Database);

        Assert.Equal(BuiltProgram.Run("verify", "--ima", EvidenceTree.Ima(root), "--root", root, "--db", tree.Database).ExitCode, verify.ExitCode);
        writer.WaitForExit();
    }

    [Theory]
    [InlineData("TERM", 143, "rules", "policy")]
    [InlineData("INT", 130, "demo", "--quiet")]
    public void The_first_signal_ends_the_wait_for_a_reader_that_reads_nothing(string signal, int code, params string[] command)
    {
        // All of what it says goes to a pipe that is full: nothing that it has to say about the end must wait there either.
        using var shell = Process.Start("bash", ["-c",
            $"set -m; mkfifo '{pipe}.out'; exec 3<>'{pipe}.out'; timeout 0.3 cat /dev/zero >&3; \"$@\" >&3 2>&3 & sleep 1; kill -{signal} $!; wait $!",
            "bash", BuiltProgram.Path, .. command]);

        var hasEnded = shell.WaitForExit(Soon);
        if (!hasEnded)
            shell.Kill(entireProcessTree: true);
        Assert.True(hasEnded, $"SIG{signal} did not end it");
        Assert.Equal(code, shell.ExitCode);
    }

    [Fact]
    public void SIGTERM_ends_the_reading_of_what_never_runs_dry()
    {
        var root = tree.Unpack("rocke", "before");
        using var process = BuiltProgram.Start(new RunOptions(), "scan", "--audit", "/dev/zero", "--root", root, "--db", tree.Database);
        Thread.Sleep(1500);

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]))
            kill.WaitForExit();

        Assert.True(process.WaitForExit(Soon), "SIGTERM did not end it");
        Assert.Equal(143, process.ExitCode);
    }

    private void AssertEndsAtOnce(IReadOnlyList<string> command)
    {
        using var process = BuiltProgram.Start(new RunOptions(), [.. command.Select(word => string.Format(word, pipe))]);
        var error = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        // What waits for its standard input cannot be told by the files that it has opened.
        if (command.Any(word => word is "-" or "/dev/stdin"))
            Thread.Sleep(1500);
        else
            SpinWait.SpinUntil(() => HasOpenedPipe(process) || process.HasExited, Soon);
        Assert.False(process.HasExited, "it did not wait");

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]))
            kill.WaitForExit();

        var hasEnded = process.WaitForExit(Soon);
        if (!hasEnded)
            process.Kill();
        Assert.True(hasEnded, "SIGTERM did not end it");
        Assert.Equal((143, "integritywatch: interrupted; nothing was changed\n"), (process.ExitCode, error.Result));
    }

    private bool HasOpenedPipe(Process process)
    {
        try
        {
            return Directory.GetFiles($"/proc/{process.Id}/fd").Any(file => new FileInfo(file).LinkTarget == pipe);
        }
        // What is closed meanwhile, or has ended.
        catch (IOException)
        {
            return false;
        }
    }
}
