using System.Diagnostics;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

/// <summary>On small file systems of their own, which only root can mount.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryHistory history = new();

    public FullDiskTests() => Assert.SkipUnless(
        Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", history.Folder) == 0,
        "mounting a small file system needs root");

    public void Dispose()
    {
        if (Environment.IsPrivilegedProcess)
            Run("umount", history.Folder);
        history.Dispose();
    }

    [Fact]
    public void A_full_disk_leaves_the_old_state_and_no_file()
    {
        history.Publish(update => update.Change(_ => new HistoryState { Host = "old" }));

        for (var paths = 1; paths < 5000; paths = (paths * 5 / 4) + 1)
            FailsOrPublishes(paths);

        var full = Assert.Throws<CannotCheckException>(() => Publish(paths: 20_000));
        Assert.Equal($"history could not be written: {history.Path}: no space left on device", full.Message);
        Assert.Equal(["history.db", "history.db.previous"], history.Files);
    }

    [Fact]
    public void A_full_disk_at_the_first_publication_leaves_nothing()
    {
        var full = Assert.Throws<CannotCheckException>(() => Publish(paths: 20_000));

        Assert.Equal($"history could not be written: {history.Path}: no space left on device", full.Message);
        Assert.Empty(history.Files);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named_and_its_history_still_read()
    {
        history.Publish(update => update.Change(_ => new HistoryState { Host = "old" }));
        Assert.Equal(0, Run("mount", "-o", "remount,ro", history.Folder));

        var refused = Assert.Throws<CannotCheckException>(() => HistoryFile.OpenForUpdate(history.Path));

        Assert.Equal($"history cannot be written: {history.Path}: read-only file system", refused.Message);
        Assert.Contains(history.Folder, refused.Hint, StringComparison.Ordinal);
        Assert.Equal("old", history.Read(read => read.State.Host));
    }

    private void FailsOrPublishes(int paths)
    {
        var before = history.Read(read => read.State.Host);
        try
        {
            Publish(paths);
            Assert.Equal($"{paths}", history.Read(read => read.State.Host));
            Assert.Equal(paths, history.Read(read => read.AllObserved().Count()));
        }
        catch (CannotCheckException)
        {
            Assert.Equal(before, history.Read(read => read.State.Host));
        }
    }

    private void Publish(int paths) => history.Publish(update =>
    {
        update.Change(_ => new HistoryState { Host = $"{paths}" });
        for (var path = 0; path < paths; path++)
            update.Put(SomeRecord.ObservedAt($"/usr/bin/{path}", "same"));
    });

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
