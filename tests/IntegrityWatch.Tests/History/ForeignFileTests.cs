using System.Diagnostics;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public class ForeignFileTests
{
    [Fact]
    public void A_missing_history_says_what_to_run()
    {
        using var history = new TemporaryHistory();

        var refused = Assert.Throws<CannotCheckException>(() => HistoryFile.OpenForReading(history.Path));

        Assert.Equal($"no history at {history.Path}", refused.Message);
        Assert.Equal("run integritywatch scan or integritywatch baseline capture first", refused.Hint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just a text\n")]
    [InlineData("SQLite format 3\0")]
    [InlineData("IntegrityWatch\r\n")]
    public void A_file_that_begins_otherwise_is_refused_and_left_alone(string start)
    {
        foreach (var length in (int[])[start.Length, 8192, 16384, 20000])
        {
            using var history = new TemporaryHistory();
            File.WriteAllText(history.Path, start.PadRight(start.Length == 0 ? 0 : length, '\0'));
            IsRefusedUntouched(history);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(";Password=secret")]
    public void Another_programs_LiteDB_file_is_refused_and_left_alone(string option)
    {
        using var history = new TemporaryHistory();
        using (var database = new LiteDB.LiteDatabase($"Filename={history.Path}{option}"))
            database.GetCollection("observed").Insert(new LiteDB.BsonDocument { ["p"] = "/bin/ls" });

        IsRefusedUntouched(history);
    }

    [Fact]
    public void A_link_to_a_history_is_refused()
    {
        using var history = new TemporaryHistory();
        history.Publish(update => update.Change(_ => new HistoryState { Host = "host" }));
        File.Move(history.Path, history.Path + ".real");
        File.CreateSymbolicLink(history.Path, history.Path + ".real");

        IsNoHistory(history);
    }

    [Fact]
    public void A_link_in_place_of_the_working_copy_is_not_written_through()
    {
        using var history = new TemporaryHistory();
        var victim = Path.Combine(history.Folder, "victim");
        File.WriteAllText(victim, "precious");
        File.CreateSymbolicLink(history.Next, victim);

        Assert.Throws<CannotCheckException>(() => HistoryFile.OpenForUpdate(history.Path));

        Assert.Equal("precious", File.ReadAllText(victim));
    }

    [Fact]
    public void A_working_copy_that_has_a_second_name_is_not_written()
    {
        using var history = new TemporaryHistory();
        var victim = Path.Combine(history.Folder, "victim");
        File.WriteAllText(victim, "precious");
        Run("ln", victim, history.Next);

        Assert.Throws<CannotCheckException>(() => HistoryFile.OpenForUpdate(history.Path));

        Assert.Equal("precious", File.ReadAllText(victim));
    }

    [Fact]
    public void A_folder_is_refused()
    {
        using var history = new TemporaryHistory();
        Directory.CreateDirectory(history.Path);
        IsNoHistory(history);
    }

    [Fact(Timeout = 10_000)]
    public Task A_pipe_is_refused_without_waiting_for_its_other_end() => Task.Run(() =>
    {
        using var history = new TemporaryHistory();
        Run("mkfifo", history.Path);
        IsNoHistory(history);
    }, TestContext.Current.CancellationToken);

    [Fact]
    public void A_later_format_asks_for_an_update_of_the_program() =>
        IsRefused(format: 4, (refused, path) =>
            Assert.Equal($"history was written by a newer integritywatch, in format 4: {path}", refused.Message));

    [Fact]
    public void A_format_of_before_the_first_release_asks_for_a_new_history() =>
        IsRefused(format: 1, (refused, path) =>
        {
            Assert.Equal($"history was written before the first release of integritywatch, in format 1: {path}", refused.Message);
            Assert.StartsWith("move it away", refused.Hint, StringComparison.Ordinal);
        });

    private static void IsRefused(byte format, Action<CannotCheckException, string> check)
    {
        using var history = new TemporaryHistory();
        history.Publish(update => update.Change(_ => new HistoryState { Host = "host" }));
        var bytes = File.ReadAllBytes(history.Path);
        var pages = BitConverter.ToInt32(bytes, bytes.Length - 64 + 20);
        bytes[^(64 - 16)] = format;
        System.Security.Cryptography.SHA256.HashData(bytes.AsSpan((pages * 8192)..^32), bytes.AsSpan(^32..));
        File.WriteAllBytes(history.Path, bytes);

        check(Assert.Throws<CannotCheckException>(() => HistoryFile.OpenForReading(history.Path)), history.Path);

        Assert.Equal(bytes, File.ReadAllBytes(history.Path));
    }

    private static void IsRefusedUntouched(TemporaryHistory history)
    {
        var before = File.ReadAllBytes(history.Path);
        IsNoHistory(history);
        Assert.Equal(before, File.ReadAllBytes(history.Path));
        Assert.Equal(["history.db"], history.Files);
    }

    private static void IsNoHistory(TemporaryHistory history)
    {
        foreach (var open in (Func<string, IHistory>[])[HistoryFile.OpenForReading, path => HistoryFile.OpenForUpdate(path)])
        {
            var refused = Assert.Throws<CannotCheckException>(() => open(history.Path));
            Assert.Equal($"not an IntegrityWatch history: {history.Path}", refused.Message);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
