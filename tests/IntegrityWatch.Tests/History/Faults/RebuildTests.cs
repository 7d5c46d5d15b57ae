using System.Text.RegularExpressions;
using IntegrityWatch.History.Storage;

namespace IntegrityWatch.Tests.History.Faults;

/// <summary><c>baseline import --replace-damaged</c>: from a damaged database and an exported generation to a database that works.</summary>
public sealed class RebuildTests : IDisposable
{
    private readonly Work work = Work.Named("accept");
    private readonly string exported;
    private readonly string folder;
    private readonly byte[] damaged;

    public RebuildTests()
    {
        exported = Path.Combine(work.Before, "../exported.json");
        InProcess.Run("baseline", "export", "--output", exported, "--db", Work.Database(work.Before)).EndedWith(0);
        damaged = Work.Bytes(work.Before);
        // In the trailer, which every command reads.
        damaged[^1] ^= 1;
        folder = work.Copy("damaged");
        File.WriteAllBytes(Work.Database(folder), damaged);
    }

    private string Database => Work.Database(folder);

    private string Aside => Database + ".damaged";

    public void Dispose() => work.Dispose();

    [Fact]
    public void The_hint_of_a_damaged_database_is_the_command_that_rebuilds_it()
    {
        File.Delete(Database + ".previous");
        var refused = InProcess.Run("baseline", "verify", "--db", Database).EndedWith(3);
        var hint = Regex.Match(refused.Errors, "^hint: integritywatch (baseline import EXPORTED --replace-damaged --db .*) sets it aside and rebuilds it", RegexOptions.Multiline);
        Assert.True(hint.Success, refused.Errors);

        var rebuilt = InProcess.Run([.. hint.Groups[1].Value.Replace("EXPORTED", exported, StringComparison.Ordinal).Split(' '), "--yes"]).EndedWith(0);

        Assert.Contains($"the damaged history is kept: {Aside}\n", rebuilt.Errors, StringComparison.Ordinal);
        Assert.Contains("imported as generation 1: 82 paths", rebuilt.Output, StringComparison.Ordinal);
        Assert.Equal(damaged, File.ReadAllBytes(Aside));
        Assert.Equal(["history.db", "history.db.damaged"], Files(folder).Except(["history.db.last-scan", "history.db.told"]));
        InProcess.Run("baseline", "verify", "--db", Database).EndedWith(0);
        // Nothing that was approved is told, and what the intruder left is told again.
        InProcess.Run("scan", "--root", Captures.Root("rocke/before"), "--db", Database).EndedWith(0);
        Assert.Contains("known-bad /tmp/java", InProcess.Run("scan", "--root", Captures.Root("rocke/after"), "--db", Database).EndedWith(2).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_before_the_damage_is_kept_and_named_first()
    {
        var previous = Work.Bytes(folder, ".previous");
        Assert.NotEmpty(previous);
        Assert.Contains($"hint: the state before it is in {Database}.previous, copy that here; or integritywatch baseline import",
            InProcess.Run("baseline", "verify", "--db", Database).Errors, StringComparison.Ordinal);

        Rebuild(folder).EndedWith(0);

        Assert.Equal(previous, Work.Bytes(folder, ".previous"));
    }

    [Fact]
    public void Killed_before_any_of_its_changes_it_leaves_the_damaged_database_or_the_rebuilt_one()
    {
        var moments = new List<(string Change, string Left)>();
        Moments.Listen(change => moments.Add((change, Work.Copy(folder, $"{folder}-{moments.Count}"))));
        Rebuild(folder).EndedWith(0);
        Moments.Listen(null);

        var rebuilt = Work.Bytes(folder);
        foreach (var (change, left) in moments)
        {
            var isDamaged = damaged.AsSpan().SequenceEqual(Work.Bytes(left));
            Assert.True(isDamaged || rebuilt.AsSpan().SequenceEqual(Work.Bytes(left)), $"neither before {change}");
            Assert.True(isDamaged || damaged.AsSpan().SequenceEqual(Work.Bytes(left, ".damaged")), $"what was damaged is lost before {change}");
            if (!isDamaged)
                continue;
            Rebuild(left).EndedWith(0);
            InProcess.Run("baseline", "verify", "--db", Work.Database(left)).EndedWith(0);
        }
        Assert.Equal(["fsync", "link", "rename", "fsync of the folder"], moments.Select(moment => moment.Change).TakeLast(4));
    }

    [Fact]
    public void A_second_damage_does_not_take_the_place_of_the_first()
    {
        Rebuild(folder).EndedWith(0);
        var again = Work.Bytes(folder)[..^1];
        File.WriteAllBytes(Database, again);

        Rebuild(folder).EndedWith(0);

        Assert.Equal(damaged, File.ReadAllBytes(Aside));
        Assert.Equal(again, File.ReadAllBytes(Aside + ".2"));
    }

    [Fact]
    public void Damage_that_other_commands_never_come_to_read_is_found()
    {
        var hidden = work.Copy("hidden");
        var bytes = Work.Bytes(hidden);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Work.Database(hidden), bytes);
        InProcess.Run("baseline", "list", "--db", Work.Database(hidden)).EndedWith(0);

        Rebuild(hidden).EndedWith(0);

        Assert.Equal(bytes, Work.Bytes(hidden, ".damaged"));
    }

    [Fact]
    public void What_is_not_damaged_is_refused_and_stays()
    {
        var (sound, missing, foreign) = (work.Copy("sound"), work.Copy("missing"), work.Copy("foreign"));
        var files = Files(sound);
        File.Delete(Work.Database(missing));
        File.WriteAllText(Work.Database(foreign), "my notes\n");

        AssertRefused("history is not damaged", sound);
        AssertRefused("no history at", missing);
        AssertRefused("not an IntegrityWatch history", foreign);
        AssertRefused("no history at", Path.Combine(missing, "nowhere"));

        Assert.Equal(files, Files(sound));
        Assert.Equal(Work.Bytes(work.Before), Work.Bytes(sound));
        Assert.Equal("my notes\n", File.ReadAllText(Work.Database(foreign)));
        Assert.DoesNotContain("history.db", Files(missing));
    }

    [Fact]
    public void Nothing_is_set_aside_for_what_is_not_imported()
    {
        var files = Files(folder);
        var edited = exported + ".edited";
        File.WriteAllText(edited, File.ReadAllText(exported).Replace("/usr/bin/ps", "/usr/bin/px", StringComparison.Ordinal));

        InProcess.Run("baseline", "import", exported, "--replace-damaged", "--dry-run", "--db", Database).EndedWith(0);
        InProcess.Run("baseline", "import", edited, "--replace-damaged", "--yes", "--db", Database).EndedWith(3);
        InProcess.Run("baseline", "import", exported, "--yes", "--db", Database).EndedWith(3);

        Assert.Equal(files, Files(folder));
        Assert.Equal(damaged, Work.Bytes(folder));
    }

    private void AssertRefused(string message, string place)
    {
        var refused = Rebuild(place).EndedWith(3);
        Assert.Contains(message, refused.Errors, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", refused.Errors, StringComparison.Ordinal);
    }

    private ProgramRun Rebuild(string place) =>
        InProcess.Run("baseline", "import", exported, "--replace-damaged", "--yes", "--db", Work.Database(place));

    private static string[] Files(string place) => [.. Directory.GetFiles(place).Select(file => Path.GetFileName(file)).Order()];
}
