using System.IO.Compression;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

/// <summary>A history that version 0.1.0 wrote, see tests/histories.</summary>
public sealed class FormatMigrationTests : IDisposable
{
    private readonly TemporaryHistory history = new();

    public FormatMigrationTests()
    {
        using var file = File.OpenRead(Path.Combine(Captures.Repository(), "tests/histories/format-2.db.gz"));
        using var content = new GZipStream(file, CompressionMode.Decompress);
        using var database = File.Create(history.Path);
        content.CopyTo(database);
    }

    public void Dispose() => history.Dispose();

    [Fact]
    public void Reading_it_changes_no_file()
    {
        var before = File.ReadAllBytes(history.Path);

        Assert.Equal(3, history.Read(known => known.Generations.Count));

        Assert.Equal(before, File.ReadAllBytes(history.Path));
        Assert.Equal(["history.db"], history.Files);
    }

    [Fact]
    public void The_first_run_that_writes_brings_it_to_the_new_format_and_keeps_the_old_file()
    {
        var before = File.ReadAllBytes(history.Path);

        history.Publish(_ => { });

        Assert.Equal(before, File.ReadAllBytes(history.Path + ".format-2"));
        Assert.Equal(before, File.ReadAllBytes(history.Previous));
        Assert.NotEqual(before, File.ReadAllBytes(history.Path));
        history.Publish(update => update.Change(state => state with { Host = "web01" }));
        Assert.Equal(before, File.ReadAllBytes(history.Path + ".format-2"));
    }

    [Fact]
    public void It_says_the_same_before_it_was_written_anew_and_after()
    {
        var before = history.Read(Told);

        history.Publish(_ => { });

        Assert.Equal(before, history.Read(Told));
    }

    [Fact]
    public void What_is_open_or_approved_is_held_against_the_latest_generation() =>
        Assert.All(["/tmp/java", "/usr/bin/ps", "/tmp/watchdogs"], path =>
            Assert.All(history.Read(known => known.Observed(HostPath.Of(path))), seen => Assert.Equal(3, seen.UsedIn)));

    [Fact]
    public void What_a_person_accepted_is_closed_and_what_was_told_is_no_news()
    {
        var lives = history.Read(known => known.Findings());

        Assert.All(lives, life => Assert.Equal(life.AcceptedAt is not null, life.Closed == FindingClosure.Accepted));
        Assert.Contains(lives, life => life.Closed == FindingClosure.Accepted);
        Assert.All(lives, life => Assert.Equal(life.Reported, life.Delivered));
    }

    [Fact]
    public void The_first_scan_is_told_to_judge_anew_and_where_it_came_from()
    {
        Assert.Equal((2, null), history.Read(known => (known.State.MigratedFrom, known.State.PolicyFingerprint)));
    }

    [Fact]
    public void It_is_not_made_small_before_it_is_in_the_new_format()
    {
        var refused = Assert.Throws<CannotCheckException>(() => HistoryFile.Compact(history.Path, default));

        Assert.Equal($"history is still in format 2: {history.Path}", refused.Message);
        Assert.StartsWith("run integritywatch scan first", refused.Hint, StringComparison.Ordinal);
    }

    private static string Told(IHistory known) => string.Join('\n', known.AllObserved().Select(seen => $"{seen.Path} {seen.Digest} {seen.UsedIn}").Order()
        .Concat(known.Findings().Select(life => $"{life.Id} {life.Closed} {life.Delivered}"))
        .Concat(known.Generations.Select(generation => generation.Chain)));
}
