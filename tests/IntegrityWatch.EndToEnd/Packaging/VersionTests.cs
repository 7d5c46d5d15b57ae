namespace IntegrityWatch.EndToEnd.Packaging;

/// <summary>How the program names itself.</summary>
public class VersionTests
{
    [Fact]
    public void People_read_the_version_and_the_commit()
    {
        var told = BuiltProgram.Run("--version");

        Assert.Equal((0, ""), (told.ExitCode, told.Error));
        // Sources without their history know no commit.
        var commit = Path.Exists(Path.Combine(Repository.Folder, ".git")) ? @" \([0-9a-f]{7}\)" : "";
        Assert.Matches(@$"^integritywatch [0-9]+\.[0-9]+\.[0-9]+{commit}\n$", told.Output);
    }

    [Fact]
    public void Machines_read_the_version_alone()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");

        var tool = BuiltProgram.Run("findings", "--db", tree.Database, "--format", "json").Json.GetProperty("tool");

        Assert.StartsWith($"integritywatch {tool.GetProperty("version").GetString()}", BuiltProgram.Run("--version").Output);
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+$", tool.GetProperty("version").GetString());
    }
}
