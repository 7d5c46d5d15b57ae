namespace IntegrityWatch.Tests.History.Faults;

/// <summary>The host's clock is set forward or back between two runs: what is known stays known, and what is open stays open.</summary>
public sealed class SetClockTests : IDisposable
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset FarAhead = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("integritywatch-");

    public static TheoryData<DateTimeOffset, DateTimeOffset> Clocks => new()
    {
        { InProcess.Noon, Epoch },
        { InProcess.Noon, FarAhead },
        { Epoch, InProcess.Noon },
        { FarAhead, InProcess.Noon },
        { FarAhead, Epoch },
    };

    private string Database => Work.Database(folder.FullName);

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Clocks))]
    public void What_a_scan_finds_after_a_capture_does_not_depend_on_the_clock(DateTimeOffset captured, DateTimeOffset scanned)
    {
        var expected = IdsOf(Story(InProcess.Noon, InProcess.Noon, "steady.db"));

        var found = IdsOf(Story(captured, scanned, "set.db"));

        Assert.NotEmpty(expected);
        Assert.Equal(expected, found);
    }

    /// <summary>A week-old event ends by the clock; a file that is not what it was does not.</summary>
    [Theory]
    [MemberData(nameof(Clocks))]
    public void What_is_open_stays_open_and_what_is_accepted_stays_accepted(DateTimeOffset first, DateTimeOffset then)
    {
        Story(first, first, "history.db");
        InProcess.RunAt(first, "accept", "/usr/bin/ps", "--reason", "ours", "--db", Database).EndedWith(0);
        var open = StatesOf(InProcess.RunAt(first, "findings", "list", "--format", "json", "--db", Database));

        var scan = InProcess.RunAt(then, "scan", "--root", Captures.Root("rocke/after"), "--format", "json", "--db", Database);
        var back = InProcess.RunAt(first, "findings", "list", "--format", "json", "--db", Database);

        Assert.Equal(2, scan.Code);
        Assert.Equal(open, StatesOf(scan));
        Assert.Equal(IdsOf(InProcess.RunAt(first, "findings", "list", "--format", "json", "--db", Database)), IdsOf(back));
        Assert.DoesNotContain("/usr/bin/ps", string.Join('\n', open), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public void An_old_version_that_comes_back_is_found_whatever_the_clock_says(DateTimeOffset captured, DateTimeOffset scanned)
    {
        InProcess.RunAt(captured, "baseline", "capture", "--yes", "--root", Captures.Root("patch-day/before"), "--db", Database).EndedWith(0);
        InProcess.RunAt(scanned, "baseline", "capture", "--yes", "--root", Captures.Root("patch-day/upgraded"), "--db", Database).EndedWith(0);

        var scan = InProcess.RunAt(captured, "scan", "--root", Captures.Root("patch-day/downgraded"), "--db", Database);

        Assert.Equal(2, scan.Code);
        Assert.Contains("reverted-file /usr/bin/openssl", scan.Output, StringComparison.Ordinal);
        Assert.Equal(0, InProcess.RunAt(scanned, "baseline", "verify", "--db", Database).Code);
    }

    /// <summary>What is forgotten is only what the policy no longer keeps; what was approved is kept, and so is what is open.</summary>
    [Fact]
    public void A_clock_that_was_far_ahead_for_one_scan_forgets_nothing_that_is_approved_or_open()
    {
        Story(InProcess.Noon, InProcess.Noon, "history.db");
        var (open, approved) = (Told(InProcess.Noon), Approved());

        InProcess.RunAt(FarAhead, "scan", "--root", Captures.Root("rocke/after"), "--db", Database).EndedWith(2);

        Assert.Equal(open, Told(InProcess.Noon));
        Assert.Equal(approved, Approved());
    }

    private string[] Told(DateTimeOffset now) => StatesOf(InProcess.RunAt(now, "findings", "list", "--format", "json", "--db", Database));

    private string Approved() => InProcess.Run("baseline", "show", "--format", "json", "--db", Database).EndedWith(0).Output;

    private ProgramRun Story(DateTimeOffset captured, DateTimeOffset scanned, string database)
    {
        var path = Path.Combine(folder.FullName, database);
        InProcess.RunAt(captured, "baseline", "capture", "--yes", "--root", Captures.Root("rocke/before"), "--db", path).EndedWith(0);
        return InProcess.RunAt(scanned, "scan", "--root", Captures.Root("rocke/after"), "--format", "json", "--db", path).EndedWith(2);
    }

    private static IEnumerable<string> IdsOf(ProgramRun run) => run.Findings.Select(finding => finding.GetProperty("id").GetString()!).Order();

    /// <summary>Of each that is a state and no event.</summary>
    private static string[] StatesOf(ProgramRun run) =>
        [.. run.Findings.Where(finding => finding.GetProperty("kind").GetString() is not ("technique" or "violation" or "unmeasurable" or "evidence-gap"))
            .Select(finding => $"{finding.GetProperty("id")} {finding.GetProperty("severity")} {finding.GetProperty("path")}").Order()];
}
