using System.IO.Compression;
using System.Text.Json;
using IntegrityWatch.Tests.History;
using IntegrityWatch.Tests.History.Faults;

namespace IntegrityWatch.Tests.Detection;

/// <summary>The first scan with a history that version 0.1.0 wrote, see tests/histories.</summary>
public sealed class MigratedDecisionsTests : IDisposable
{
    private readonly TemporaryHistory history = new();
    private readonly List<(string Kind, string Path)> open;

    public MigratedDecisionsTests()
    {
        using (var file = File.OpenRead(Path.Combine(Captures.Repository(), "tests/histories/format-2.db.gz")))
        using (var content = new GZipStream(file, CompressionMode.Decompress))
        using (var database = File.Create(history.Path))
            content.CopyTo(database);
        open = Scan();
    }

    public void Dispose() => history.Dispose();

    [Fact]
    public void What_a_person_accepted_or_included_is_waived() =>
        Assert.DoesNotContain(open, finding => finding.Path is "/var/tmp/kworkerds" or "/tmp/watchdogs");

    [Fact]
    public void What_was_open_is_open_and_what_a_capture_had_closed_unseen_is_told_again()
    {
        Assert.Contains(("package-mismatch", "/usr/bin/ps"), open);
        Assert.Contains(("altered-file", "/usr/bin/ps"), open);
        Assert.Contains(("known-bad", "/tmp/java"), open);
        Assert.Contains(("technique", "/etc/ld.so.preload"), open);
        Assert.DoesNotContain(("technique", "/etc/cron.d/report"), open);
    }

    [Fact]
    public void The_waivers_stand_in_a_generation_of_their_own_which_is_made_once()
    {
        Scan();

        var generations = Run("baseline", "list", "--format", "json").RootElement.GetProperty("generations").EnumerateArray()
            .Select(generation => generation.GetProperty("origin").GetString());
        Assert.Equal(["capture", "acceptance", "capture", "migration"], generations);
        Assert.Equal(0, InProcess.Run("baseline", "verify", "--db", history.Path).Code);
    }

    private List<(string, string)> Scan() => [.. Run("scan", "--root", Captures.Root("rocke/after"), "--format", "json").RootElement
        .GetProperty("findings").EnumerateArray()
        .Select(finding => (finding.GetProperty("kind").GetString()!, finding.GetProperty("path").GetString()!))];

    private JsonDocument Run(params string[] arguments) => JsonDocument.Parse(InProcess.Run([.. arguments, "--db", history.Path]).Output);
}
