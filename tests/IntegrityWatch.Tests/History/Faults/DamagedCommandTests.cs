namespace IntegrityWatch.Tests.History.Faults;

/// <summary>A database that lost its end or a bit: the commands say what they always said, or 3 and what to do; nothing in between.</summary>
public sealed class DamagedCommandTests : IDisposable
{
    private const int Sector = 512;

    private static readonly string[] Commands = ["findings", "baseline", "history", "scan", "compact"];

    private static readonly string[] Beside = [".last-scan", ".told"];

    private readonly Work work = Work.Named("accept");
    private readonly byte[] whole;
    private readonly Dictionary<string, ProgramRun> told = [];

    public DamagedCommandTests()
    {
        whole = Work.Bytes(work.Before);
        foreach (var command in Commands)
            told[command] = Run(command, work.Copy(command));
    }

    public void Dispose() => work.Dispose();

    [Fact]
    public void A_database_that_ends_at_any_sector_is_refused_by_every_command_and_left_as_it_is()
    {
        for (var length = 0; length < whole.Length; length += Sector)
            foreach (var command in Sample(length / Sector))
            {
                var damaged = whole[..length];
                var folder = Damaged(damaged);

                AssertRefused(Run(command, folder), folder, damaged);
            }
    }

    [Fact]
    public void A_flipped_bit_anywhere_changes_no_answer_unless_it_is_refused()
    {
        var refused = 0;
        // Of every second sector one bit, each time another one.
        for (var sector = 0; sector < whole.Length / Sector; sector += 2)
        {
            var damaged = whole.ToArray();
            damaged[(sector * Sector) + (sector * 37 % Sector)] ^= (byte)(1 << (sector / 2 % 8));
            foreach (var command in Sample(sector / 2))
            {
                var folder = Damaged(damaged);

                var run = Run(command, folder);

                if (run.Code == 3)
                {
                    AssertRefused(run, folder, damaged);
                    refused++;
                }
                else
                    Assert.Equal((command, told[command]), (command, run));
            }
        }
        Assert.NotEqual(0, refused);
    }

    private static string[] Sample(int number) => number % 2 == 0 ? ["findings"] : [Commands[1 + (number / 2 % (Commands.Length - 1))]];

    private static void AssertRefused(ProgramRun run, string folder, byte[] damaged)
    {
        Assert.Equal((3, ""), (run.Code, run.Output));
        var lines = run.Errors.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Matches("^integritywatch: (history is damaged at byte [0-9]+|not an IntegrityWatch history): ", lines[0]);
        Assert.StartsWith("hint: ", lines[1], StringComparison.Ordinal);
        Assert.Equal(damaged, Work.Bytes(folder));
        Assert.Equal(["history.db", .. Beside.Select(beside => "history.db" + beside)], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    private string Damaged(byte[] content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work.Before, "../damaged"));
        foreach (var file in folder.GetFiles())
            file.Delete();
        // What was told, and when the host was looked at last, is known beside it.
        foreach (var beside in Beside)
            File.WriteAllBytes(Work.Database(folder.FullName) + beside, Work.Bytes(work.Before, beside));
        File.WriteAllBytes(Work.Database(folder.FullName), content);
        return folder.FullName;
    }

    private static ProgramRun Run(string command, string folder) => InProcess.Run([.. command switch
    {
        "baseline" => ["baseline", "verify", "--format", "json"],
        "history" => ["history", "/usr/bin/ps", "--format", "json"],
        "scan" => ["scan", "--root", Work.NextRoot, "--format", "json"],
        "compact" => new[] { "compact" },
        _ => ["findings", "list", "--format", "json"],
    }, "--db", Work.Database(folder)]);
}
