using System.Text.Json.Nodes;

namespace IntegrityWatch.EndToEnd;

/// <summary><c>collect</c>, and <c>--root</c> with what it makes.</summary>
public sealed class CollectTests : IDisposable
{
    private readonly EvidenceTree tree = new();
    private readonly string temporary;
    private readonly RunOptions surroundings;

    public CollectTests()
    {
        temporary = Directory.CreateDirectory(Path.Combine(tree.Folder, "tmp")).FullName;
        surroundings = new RunOptions
        {
            Environment = { ["TMPDIR"] = temporary, ["XDG_STATE_HOME"] = Path.Combine(tree.Folder, "state") },
        };
    }

    public void Dispose()
    {
        // The framework cannot remove what bears a name that is no text.
        System.Diagnostics.Process.Start("rm", ["--recursive", "--force", Whole]).WaitForExit();
        tree.Dispose();
    }

    [Theory]
    [InlineData("rocke", "before", "after")]
    [InlineData("patch-day", "before", "upgraded")]
    [InlineData("patch-day", "upgraded", "trojan")]
    [InlineData("names", "before", "after")]
    public void A_scan_of_the_capture_itself_says_what_a_scan_of_its_folder_says(string capture, string before, string after)
    {
        Baseline(tree.Unpack(capture, before));
        Assert.Equal(Told(UnpackWhole(capture, after)), Told(Packed(capture, after)));
    }

    [Theory]
    [InlineData("rocke", "before", "after")]
    [InlineData("patch-day", "before", "upgraded")]
    [InlineData("patch-day", "upgraded", "trojan")]
    [InlineData("rotation", "before", "after")]
    public void A_scan_of_what_was_collected_says_what_a_scan_of_the_folder_says(string capture, string before, string after)
    {
        var root = tree.Unpack(capture, after);
        Baseline(tree.Unpack(capture, before));
        Assert.Equal(Told(root), Told(Collect(root, "--files")));
    }

    [Fact]
    public void Without_the_programs_the_same_is_found_and_less_explained()
    {
        var root = tree.Unpack("patch-day", "upgraded");
        Baseline(tree.Unpack("patch-day", "before"));

        var folder = Scan(root);
        var archive = Scan(Collect(root));

        Assert.Equal(folder.Findings.Select(finding => finding.GetProperty("id").GetString()).Order(),
            archive.Findings.Select(finding => finding.GetProperty("id").GetString()).Order());
        Assert.Equal((1, 2), (folder.ExitCode, archive.ExitCode));
        Assert.All(archive.Findings, finding => Assert.EndsWith("cannot be told", finding.GetProperty("explanation").GetString()));
    }

    [Theory]
    [InlineData("rocke", "after")]
    [InlineData("templates", "pcr-11")]
    [InlineData("violation", "after")]
    public void Verify_comes_to_the_same_verdict(string capture, string step)
    {
        var root = tree.Unpack(capture, step);
        var (folder, archive) = (Verify(root), Verify(Collect(root)));

        Assert.Equal(folder.ExitCode, archive.ExitCode);
        Assert.Equal(JsonNode.Parse(folder.Output)!["evidence"]!["tpm"]!.ToJsonString(), JsonNode.Parse(archive.Output)!["evidence"]!["tpm"]!.ToJsonString());
        Assert.True(archive.Json.GetProperty("evidence").GetProperty("tpm").GetProperty("verified").GetBoolean());
    }

    [Fact]
    public void A_newer_archive_of_the_same_host_is_read_on_from_the_older_one()
    {
        var (older, newer) = (Collect(tree.Unpack("rocke", "before")), Collect(tree.Unpack("rocke", "after")));
        Assert.Equal(0, BuiltProgram.Run(surroundings, "baseline", "capture", "--yes", "--root", older).ExitCode);
        BuiltProgram.Run(surroundings, "scan", "--root", older);

        var scan = BuiltProgram.Run(surroundings, "scan", "--format", "json", "--root", newer);
        var again = BuiltProgram.Run(surroundings, "scan", "--format", "json", "--root", newer);

        foreach (var source in new[] { "ima", "audit" })
            Assert.True(scan.Json.GetProperty("evidence").GetProperty(source).GetProperty("resumed").GetBoolean());
        Assert.Equal(0, again.Json.GetProperty("evidence").GetProperty("ima").GetProperty("newEntries").GetInt64());
        Assert.Equal(0, again.Json.GetProperty("summary").GetProperty("new").GetInt64());
        Assert.Equal(scan.Findings.Count, again.Findings.Count);
    }

    [Fact]
    public void The_history_is_found_by_the_name_of_the_host_in_the_archive()
    {
        var archive = Collect(tree.Unpack("rocke", "after"));
        BuiltProgram.Run(surroundings, "scan", "--root", archive);

        var findings = BuiltProgram.Run(surroundings, "findings", "--root", archive);

        Assert.Equal(2, findings.ExitCode);
        Assert.Contains("/tmp/java", findings.Output);
    }

    [Fact]
    public void Everything_names_the_archive_and_nothing_is_left_of_it()
    {
        var archive = Collect(tree.Unpack("rocke", "after"));

        var scan = Scan(archive);
        var verbose = BuiltProgram.Run(surroundings, "scan", "--verbose", "--root", archive, "--db", tree.Database);

        Assert.Equal(archive, scan.Json.GetProperty("root").GetString());
        Assert.Equal($"{archive}/sys/kernel/security/ima/binary_runtime_measurements",
            scan.Json.GetProperty("evidence").GetProperty("ima").GetProperty("source").GetString());
        Assert.Contains($"read {archive}/var/log/audit/audit.log", verbose.Error);
        Assert.DoesNotContain(temporary, scan.Output + scan.Error + verbose.Output + verbose.Error);
        Assert.Empty(Directory.GetFileSystemEntries(temporary));
    }

    [Fact]
    public void An_archive_that_cannot_be_judged_leaves_nothing_either()
    {
        var archive = Path.Combine(tree.Folder, "short.tar.gz");
        File.WriteAllBytes(archive, File.ReadAllBytes(Packed("rocke", "after"))[..50_000]);

        BuiltProgram.Run(surroundings, "scan", "--root", archive, "--db", tree.Database).RefusedWith("archive is ");
        Assert.Empty(EvidenceTree.FilesBeside(tree.Database));
        var blind = BuiltProgram.Run(surroundings, "scan", "--root", Packed("rpm", "installed"), "--db", tree.Database);
        Assert.Equal(3, blind.ExitCode);
        Assert.Contains("no measurement list: ", blind.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(temporary));
    }

    [Fact]
    public void Only_its_owner_can_read_an_archive()
    {
        var archive = Collect(tree.Unpack("rocke", "after"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(archive));
        Assert.Equal([archive], Directory.GetFiles(tree.Folder));
    }

    [Fact]
    public void A_host_that_says_nothing_and_an_output_that_cannot_be_are_refused_and_nothing_is_left()
    {
        var empty = Directory.CreateDirectory(Path.Combine(tree.Folder, "empty")).FullName;
        var root = tree.Unpack("rocke", "after");

        Run(empty, Path.Combine(tree.Folder, "x.tar.gz")).RefusedWith("neither a measurement list nor an audit log can be read: ");
        Run(root, empty).RefusedWith("output is no file: ");
        Run(root, Path.Combine(tree.Folder, "none", "x.tar.gz")).RefusedWith("output cannot be written: ");
        BuiltProgram.Run("collect", "--root", root).RefusedWith("collect writes a file: name it with --output");
        BuiltProgram.Run("collect", "--root", root, "--output", empty, "--max-size", "2X").RefusedWith("no size: 2X");
        Assert.Empty(Directory.GetFiles(tree.Folder));
    }

    [Fact]
    public void What_is_not_packed_is_told()
    {
        var root = tree.Unpack("rocke", "after");
        Directory.Delete(Path.Combine(root, "sys/class"), recursive: true);

        var collect = Run(root, Path.Combine(tree.Folder, "x.tar.gz"), "--max-size", "20K");

        Assert.Equal(0, collect.ExitCode);
        Assert.Contains("not packed: sys/class/tpm/tpm0/: there is no TPM", collect.Error);
        Assert.Contains("not packed: var/log/audit/audit.log: there is no room for it within --max-size", collect.Error);
    }

    private string Whole => Path.Combine(tree.Folder, "whole");

    private void Baseline(string root) => Assert.Equal(0, tree.Capture(root).ExitCode);

    /// <summary>By tar itself, which keeps names that are no text.</summary>
    private string UnpackWhole(string capture, string step)
    {
        var root = Directory.CreateDirectory(Whole).FullName;
        using var tar = System.Diagnostics.Process.Start("tar", ["--extract", "--gzip", "--file", Packed(capture, step), "--directory", root]);
        tar.WaitForExit();
        Assert.Equal(0, tar.ExitCode);
        return root;
    }

    private static string Packed(string capture, string step) => Path.Combine(Repository.Captures, capture, $"{step}.tar.gz");

    private string Collect(string root, params IEnumerable<string> more)
    {
        var archive = Path.Combine(tree.Folder, $"{Path.GetFileName(root)}.tar.gz");
        Assert.Equal(0, Run(root, archive, more).ExitCode);
        return archive;
    }

    private RunResult Run(string root, string output, params IEnumerable<string> more) =>
        BuiltProgram.Run(surroundings, ["collect", "--root", root, "--output", output, .. more]);

    private RunResult Verify(string root) => BuiltProgram.Run(surroundings, "verify", "--format", "json", "--root", root, "--db", tree.Database);

    /// <summary>Each scan goes on from the baseline, and not from the scan before.</summary>
    private RunResult Scan(string root)
    {
        var database = Path.Combine(Directory.CreateTempSubdirectory("integritywatch-test-").FullName, "history.db");
        if (File.Exists(tree.Database))
            File.Copy(tree.Database, database);
        var scan = BuiltProgram.Run(surroundings, "scan", "--format", "json", "--root", root, "--db", database);
        Directory.Delete(Path.GetDirectoryName(database)!, recursive: true);
        return scan;
    }

    /// <summary>The whole report, but for where it was read and when.</summary>
    private string Told(string root)
    {
        var report = JsonNode.Parse(Scan(root).Output)!.AsObject();
        report.Remove("root");
        report.Remove("scannedAt");
        report["lastScan"]!.AsObject().Remove("at");
        report["evidence"]!["ima"]!.AsObject().Remove("source");
        report["evidence"]!["audit"]!.AsObject().Remove("files");
        return report.ToJsonString();
    }
}
