using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Reports;

/// <summary>What a question to the history concerns: each condition by itself, of findings, files and events that differ in all else.</summary>
public sealed class HistoryConditionsTests : IDisposable
{
    private static readonly HostPath Other = HostPath.Of("/opt/other");

    /// <summary>Four numbers, of which each is another.</summary>
    private static readonly ProcessInfo Process = Some.Process() with { Uid = 1, Euid = 2, Auid = 3, Gid = 4, User = "deploy" };

    private readonly SomeHost host = new();

    public void Dispose() => host.Dispose();

    [Theory]
    [InlineData("", true)]
    [InlineData("kind new-file", true)]
    [InlineData("kind altered-file", false)]
    [InlineData("least medium", true)]
    [InlineData("least high", false)]
    [InlineData("pattern /usr/**", true)]
    [InlineData("pattern /opt/**", false)]
    [InlineData("technique T1059.004", true)]
    [InlineData("technique T1059", true)]
    [InlineData("technique T1059.001", false)]
    [InlineData("technique T105", false)]
    [InlineData("user deploy", true)]
    [InlineData("user root", false)]
    [InlineData("user 1", true)]
    [InlineData("user 2", true)]
    [InlineData("user 3", true)]
    [InlineData("user 4", false)]
    [InlineData("user +1", false)]
    [InlineData("since 0", true)]
    [InlineData("since 1", false)]
    [InlineData("since -1", true)]
    public void A_finding_is_concerned_by_all_that_is_asked(string asked, bool isConcerned)
    {
        var finding = Some.Finding() with { Process = Process, LastSeen = Some.Time, Techniques = [new TechniqueTable().Find("T1059.004")] };

        Assert.Equal(isConcerned, Asking(asked).Concerns(finding));
        Assert.Equal(asked.Length == 0 || asked.StartsWith("least", StringComparison.Ordinal), Asking(asked).IsOfAll);
    }

    [Fact]
    public void What_has_no_path_fits_no_pattern_and_what_nobody_is_known_to_have_done_no_user()
    {
        Assert.False(Asking("pattern **").Concerns(Some.Finding() with { Path = default }));
        Assert.False(Asking("user deploy").Concerns(Some.Finding()));
        Assert.True(Asking("since 5").Concerns(Some.Finding()));
    }

    [Fact]
    public void Of_what_fits_so_many_are_shown_as_are_asked_for_and_the_rest_is_counted()
    {
        var open = Enumerable.Range(0, 5).Select(number => Some.Finding(path: $"/usr/bin/{number}")).Append(Some.Finding(FindingKind.AlteredFile)).ToList();

        var set = (Asking("kind new-file") with { Limit = 2 }).Of(open);

        Assert.Equal((2, 3, 6), (set.Shown.Count, set.LeftOut, set.Open.Count));
        Assert.Equal(5, Asking("kind new-file").Of(open).Shown.Count);
    }

    /// <summary>The file's first user is user 1, the latest another; a technique event on it by user 9, and one elsewhere.</summary>
    [Theory]
    [InlineData("user 1", "/usr/bin/some", "")]
    [InlineData("user 7", "/usr/bin/some", "")]
    [InlineData("user 9", "", "T1059.004 T1562")]
    [InlineData("since 3600", "/opt/other", "T1562")]
    [InlineData("pattern /usr/**", "/usr/bin/some", "T1059.004")]
    [InlineData("technique T1059", "", "T1059.004")]
    [InlineData("path /opt/other", "/opt/other", "T1562")]
    [InlineData("digest", "/usr/bin/some", "")]
    [InlineData("beginning", "/usr/bin/some", "")]
    public void Files_and_events_are_found_by_the_same_conditions(string asked, string files, string events)
    {
        Seen();

        var answer = host.Ask(history => Asking(asked).Ask(history));

        Assert.Equal(files, string.Join(' ', answer.Files.Select(file => file.Path)));
        Assert.Equal(events, string.Join(' ', answer.Events.Select(seen => seen.Technique.Id)));
        Assert.Equal(0, answer.LeftOut);
    }

    [Theory]
    [InlineData(1, 1, 0, 3)]
    [InlineData(3, 2, 1, 1)]
    [InlineData(9, 2, 2, 0)]
    public void Files_come_before_events_and_what_is_left_out_is_counted(int limit, int files, int events, int leftOut)
    {
        Seen();

        var answer = host.Ask(history => (Asking("since -9") with { Limit = limit }).Ask(history));

        Assert.Equal((files, events, leftOut, false), (answer.Files.Count, answer.Events.Count, answer.LeftOut, answer.IsEmpty));
        Assert.True(new HistoryAnswer([], []).IsEmpty);
        Assert.Equal(answer.Events.Count == 0, new HistoryAnswer([], answer.Events).IsEmpty);
    }

    /// <summary>A content of the host is approved for its own path and digest.</summary>
    [Fact]
    public void A_file_is_told_with_its_own_approval()
    {
        Seen();
        host.Approve(Some.Path, Some.DigestB);
        host.Put(Some.Use(Some.Path, Some.DigestA) with { Realm = Realm.Container, Container = "web", LastSeen = Some.Time });
        host.Approve(Some.Path, Some.DigestA);

        var found = host.Ask(history => Asking("since -9").Ask(history)).Files;

        Assert.Equal([(Some.Path, Realm.Host, true), (Some.Path, Realm.Container, false), (Other, Realm.Host, false)],
            found.Select(file => (file.Path, file.Realm, file.Approval?.Digest.Equals(Some.DigestA) == true)));
    }

    [Theory]
    [InlineData(null, 0, 8, true)]
    [InlineData("sha256", 0, 8, true)]
    [InlineData("sha1", 0, 8, false)]
    [InlineData(null, 1, 8, false)]
    public void A_digest_is_known_by_its_beginning(string? algorithm, int from, int length, bool isOf) =>
        Assert.Equal(isOf, new DigestBeginning(algorithm, Some.DigestA.Hex.Substring(from, length)).IsOf(Some.DigestA));

    /// <summary>What was approved and never seen is told as well, unless all of it was taken back.</summary>
    [Fact]
    public void A_pattern_and_a_beginning_tell_of_approvals_in_force_and_no_other()
    {
        host.Approve(Some.Path, Some.DigestA);
        host.Approve(Other, Some.DigestA, ApprovalTerms.From(1).Without(1, by: 2));

        Assert.Equal([Some.Path], host.Ask(history => Asking("pattern **").Ask(history)).Files.Select(file => file.Path));
        Assert.Equal([Some.Path], host.Ask(history => Asking("beginning").Ask(history)).Files.Select(file => file.Path));
        Assert.Empty(host.Ask(history => Asking("pattern /opt/**").Ask(history)).Files);
    }

    private static HistoryQuestion Asking(string asked)
    {
        var value = asked[(asked.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return asked.Split(' ')[0] switch
        {
            "kind" => new HistoryQuestion { Kind = FindingKindNames.Parse(value) },
            "least" => new HistoryQuestion { Least = Enum.Parse<Severity>(value, ignoreCase: true) },
            "pattern" => new HistoryQuestion { Pattern = GlobPattern.Parse(value) },
            "technique" => new HistoryQuestion { Technique = value },
            "user" => new HistoryQuestion { User = value },
            "since" => new HistoryQuestion { Since = Some.Time.AddSeconds(int.Parse(value, System.Globalization.CultureInfo.InvariantCulture)) },
            "path" => new HistoryQuestion { Paths = [HostPath.Of("/nowhere"), HostPath.Of(value)] },
            "digest" => new HistoryQuestion { Digests = [Some.DigestA] },
            "beginning" => new HistoryQuestion { DigestsThatBegin = new DigestBeginning(null, Some.DigestA.Hex[..9]) },
            _ => new HistoryQuestion(),
        };
    }

    private void Seen() => host.Change(history =>
    {
        history.Put(Some.Use(Some.Path, Some.DigestA) with { FirstProcess = Process, LatestProcess = Process with { Uid = 7, Euid = 7, Auid = 7, User = "else" } });
        history.Put(Some.Use(Other, Some.DigestB) with { LastSeen = Some.Time.AddHours(1) });
        foreach (var (path, subject, hours) in new[] { (Some.Path, "T1059.004 done", 0), (Other, "T1562 done", 1) })
            history.Put(IncidentRecord.Of(new Incident
            {
                Kind = FindingKind.Technique,
                Path = path,
                Subject = subject,
                Sources = EvidenceSources.Audit,
                Process = Some.Process(Some.Time.AddHours(hours)) with { Uid = 9, Euid = 9, Auid = 9, User = "nine" },
            }, Some.Time));
        history.Put(IncidentRecord.Of(Some.Violation(Some.Path.ToString()), Some.Time));
    });
}
