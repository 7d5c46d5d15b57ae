namespace IntegrityWatch.EndToEnd.Faults;

/// <summary>The built program on a disk that is full, at many sizes so that it is full at another page each time, or cannot be written.</summary>
public sealed class SmallDiskTests : IDisposable
{
    private const string WithoutMount = "mounting a small disk needs root or a user namespace: unshare --user --map-root-user --mount";
    private const int PageKibibytes = 8;

    private readonly Chore chore;
    private readonly string before;
    private readonly string after;
    private readonly string disk;

    public SmallDiskTests()
    {
        FaultSweep.Needs(SmallDisk.IsHere, WithoutMount);
        chore = Chore.Named("scan");
        (before, after) = (chore.Fresh(), chore.Fresh());
        disk = Directory.CreateDirectory(before + ".disk").FullName;
    }

    public void Dispose() => chore?.Dispose();

    /// <summary>The shell copies the history onto the disk and back again.</summary>
    [Fact]
    public void On_a_full_disk_the_old_history_stays_and_with_room_the_same_command_goes_through()
    {
        const string Script = """
            before=$1 after=$2; shift 2
            cp "$before" "$0/history.db" && "$@" --db "$0/history.db"; code=$?
            cp "$0/history.db" "$after"; ls "$0"; exit $code
            """;
        Assert.Equal(2, BuiltProgram.Run([.. chore.Command, "--db", after]).ExitCode);
        var (small, large) = (Kibibytes(before), Kibibytes(before) + Kibibytes(after) + 16);
        var told = chore.Told(after);
        var full = 0;
        var step = FaultSweep.IsWhole ? PageKibibytes : (large - small) / 5;
        for (var size = small + PageKibibytes; size <= large + step; size += step)
        {
            File.Delete(after);

            var run = SmallDisk.Run(disk, size, Script, [before, after, BuiltProgram.Path, .. chore.Command, "--quiet"]);

            if (run.ExitCode == 3)
            {
                full++;
                Assert.Contains("history could not be written: ", run.Error, StringComparison.Ordinal);
                Assert.Contains("no space left on device\nhint: free some space", run.Error, StringComparison.Ordinal);
                Assert.True(chore.IsAsBefore(after), $"at {size} KiB the old history is not there");
                Assert.DoesNotContain("history.db.next", run.Output, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal((size, 2), (size, run.ExitCode));
                Assert.Equal(told, chore.Told(after));
            }
        }
        Assert.InRange(full, 2, int.MaxValue);
    }

    [Fact]
    public void On_a_disk_that_became_read_only_nothing_is_clean_and_what_is_known_can_be_asked_for()
    {
        const string Script = """
            before=$1 program=$2; shift 2
            cp "$before" "$0/history.db" && mount -o remount,ro "$0" || exit 125
            "$program" findings --quiet --db "$0/history.db" && "$program" baseline list --db "$0/history.db" || exit 124
            "$@" --db "$0/history.db"
            """;

        var run = SmallDisk.Run(disk, 4096, Script, [before, BuiltProgram.Path, BuiltProgram.Path, .. chore.Command]);

        Assert.Equal(3, run.ExitCode);
        // Nobody was told in this folder: what is known is news.
        Assert.Contains("\n  1  capture", run.Output, StringComparison.Ordinal);
        Assert.Contains($"integritywatch: history cannot be written: {disk}/history.db: read-only file system\nhint: ", run.Error, StringComparison.Ordinal);
    }

    private static int Kibibytes(string file) => (int)((new FileInfo(file).Length + 1023) / 1024);
}
