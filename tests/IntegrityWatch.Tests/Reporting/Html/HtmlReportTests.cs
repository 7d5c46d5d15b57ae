using System.Text;
using CsCheck;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Html;
using IntegrityWatch.Tests.History;

namespace IntegrityWatch.Tests.Reporting.Html;

public sealed class HtmlReportTests : IDisposable
{
    private const string Hostile = "/tmp/</code></h4><script>alert(1)</script>\"' onload=x\n\u202e\u001b[2J";

    private readonly TemporaryHistory history = new();

    public void Dispose() => history.Dispose();

    [Fact]
    public void A_page_with_a_story_is_sound_and_tells_it()
    {
        var page = Page(Story());

        page.IsSound();
        Assert.Equal("CRITICAL web01", Assert.Single(page.All("h1")).Value.Trim());
        Assert.Contains("1 open (1 new): 1 critical", page.Text);
        var article = Assert.Single(page.All("article"));
        foreach (var told in new[]
        {
            "suspicious-location /usr/bin/some", Some.DigestA.ToString(), Some.DigestB.ToString(), "superseded in generation 1",
            "deploy uid 1000", "4242 /usr/bin/bash", "/usr/sbin/sshd", "pts0", "T1036.005 Match Legitimate Name", "openssl",
            "new-file: was used, and no generation holds its path", "package openssl 3.0.17 -> 3.0.22", "/usr/bin/other",
        })
            Assert.Contains(told, article.Value);
    }

    [Fact]
    public void Nothing_from_the_host_becomes_markup()
    {
        var process = Some.Process() with
        {
            User = Hostile, Tty = Hostile, Key = Hostile, Comm = HostPath.Of(Hostile), Exe = HostPath.Of(Hostile), ParentExe = HostPath.Of(Hostile),
        };
        var finding = Story()[0] with
        {
            Path = HostPath.Of(Hostile), Process = process, SameDigestAs = [HostPath.Of(Hostile)], SignedBy = Hostile, Explanation = Hostile,
            Digest = new Digest(Hostile, Some.DigestA.Value), Rule = Hostile, Message = Hostile,
            Package = new PackageNote { Name = Hostile, Version = Hostile },
            Techniques = [new Technique(Hostile, Hostile, [Hostile]), new Technique("T1036.005", Hostile, [Hostile])],
        };
        var report = Report(new FindingSet([finding], newOnly: false)) with { Host = Hostile };

        var text = Written(report);

        new ParsedPage(text).IsSound();
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => letter != '\n' && (char.IsControl(letter) || letter == '\u202e'));
        Assert.Contains("&lt;script&gt;", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_anything_is_sound() => Gen.Select(SomeRecord.Path, SomeRecord.Process, SomeRecord.Digest, SomeRecord.Text, SomeRecord.Time)
        .Array[0, 4].Sample(parts => Page([.. parts.Select((part, index) => Some.Finding() with
        {
            Id = index.ToString("x12", System.Globalization.CultureInfo.InvariantCulture),
            Path = part.Item1, Process = part.Item2, Digest = part.Item3, Explanation = part.Item4, FirstSeen = part.Item5, LastSeen = part.Item5,
        })]).IsSound(), iter: 60);

    [Fact]
    public void The_history_of_a_path_tells_what_it_was_and_what_was_approved()
    {
        history.Publish(update =>
        {
            update.Put(Seen(Some.Path, Some.DigestA));
            update.Put(new Approval { Path = Some.Path, Digest = Some.DigestB, Terms = new ApprovalTerms([1, 2]), ApprovedAt = Some.Time });
            update.Put(Some.Generation(1));
            update.Put(Some.Generation(2));
        });

        var page = Page(Story());

        page.IsSound();
        var told = page.ById("history-1").Value;
        Assert.Contains("2 contents", told);
        Assert.Contains("in no generation", told);
        Assert.Contains("superseded in generation 2, approved in 1", told);
        Assert.Contains(Some.DigestB.ToString(), told);
        Assert.Contains("generation 2", page.ById("timeline").Parent!.Value);
    }

    [Fact]
    public void Techniques_stand_under_their_tactics_in_the_order_of_an_intrusion()
    {
        var page = Page(Some.Finding() with
        {
            Techniques =
            [
                new Technique("T1036", "Masquerading", ["defense-evasion"]),
                new Technique("T1059.004", "Unix Shell", ["execution"]),
                new Technique("X-1", "X-1", []),
            ],
        });

        page.IsSound();
        Assert.Equal(["Execution", "Defense evasion", "No known tactic"],
            page.ById("techniques").Parent!.Descendants("h3").Select(heading => heading.Value));
    }

    [Fact]
    public void A_finding_without_path_or_time_is_told()
    {
        var page = Page(Some.Finding(FindingKind.NoBaseline, Severity.Low) with { Path = default, Digest = null });

        page.IsSound();
        Assert.Contains("no-baseline", Assert.Single(page.All("article")).Value);
        Assert.DoesNotContain(page.All("h2"), heading => heading.Value is "Timeline" or "History of the paths");
    }

    [Fact]
    public void Nothing_open_is_a_page_that_says_so()
    {
        var page = Page();

        page.IsSound();
        Assert.Equal("OK web01", Assert.Single(page.All("h1")).Value.Trim());
        Assert.Contains("Nothing is open.", page.Text);
    }

    [Fact]
    public void What_is_not_shown_is_counted()
    {
        var findings = new FindingSet([Some.Finding(), Some.Finding(path: "/b", state: FindingState.Open)], newOnly: true);

        var page = new ParsedPage(Written(Report(findings)));

        page.IsSound();
        Assert.Single(page.All("article"));
        Assert.Contains("Not shown: 1 that earlier scans found", page.Text);
    }

    [Fact]
    public void Files_that_one_upgrade_accounts_for_stand_together_at_the_end()
    {
        Finding Upgraded(string path) => Some.Finding(FindingKind.AlteredFile, Severity.Low, path) with
        {
            Package = new PackageNote { Name = "openssl", Version = "3.0.22" }, Explanation = "package openssl 3.0.17 -> 3.0.22", Explained = true,
        };

        var page = Page(Upgraded("/usr/bin/openssl"), Upgraded("/usr/lib/libssl.so.3"), Some.Finding(path: "/usr/bin/new"));

        page.IsSound();
        var group = Assert.Single(page.All("details"), details => (string?)details.Attribute("class") == "upgrade");
        Assert.Contains("altered-file, 2 files: package openssl 3.0.17 -> 3.0.22", group.Value);
        Assert.Equal(2, group.Descendants("article").Count());
        Assert.Contains("/usr/bin/new", page.All("article").First().Value);
    }

    [Fact]
    public void A_very_long_name_is_whole_in_its_history_and_short_elsewhere()
    {
        var path = "/" + new string('a', 4000) + "/end";

        var page = Page(Some.Finding(path: path));

        Assert.InRange(Assert.Single(page.All("article")).Value.Length, 300, 1500);
        Assert.Contains(path, page.ById("history-1").Value);
    }

    [Fact]
    public void The_same_findings_are_the_same_bytes()
    {
        var report = Report(new FindingSet(Story(), newOnly: false));
        Assert.Equal(Written(report), Written(report));
    }

    [Fact]
    public void Ten_thousand_findings_are_written_as_they_are_made()
    {
        var paths = Enumerable.Range(0, 10_000).Select(number => HostPath.Of($"/opt/some/place/program-{number}")).ToList();
        history.Publish(update =>
        {
            foreach (var path in paths)
                update.Put(Seen(path, Some.DigestA));
        });
        var findings = paths.Select((path, index) => Some.Finding(path: path.ToString()) with
        {
            FirstSeen = Some.Time.AddMinutes(index), Process = Some.Process(), Techniques = [new Technique("T1105", "Ingress Tool Transfer", ["command-and-control"])],
        }).ToList();
        var report = Report(new FindingSet(findings, newOnly: false));
        using var output = new MeasuringStream();
        var before = GC.GetTotalAllocatedBytes();

        HtmlReport.Write(output, report);

        Assert.InRange(output.LongestWrite, 1, 128 * 1024);
        Assert.InRange(output.Written, 10_000 * 1000L, 10_000 * 6000L);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 10_000 * 200_000L);
    }

    private static Finding[] Story() =>
    [
        Some.Finding(FindingKind.SuspiciousLocation, Severity.Critical) with
        {
            Known = [new KnownDigest { Digest = Some.DigestB, State = KnownState.Superseded, Generation = 1, FirstSeen = Some.Time, LastSeen = Some.Time.AddDays(1) }],
            Sources = EvidenceSources.Ima | EvidenceSources.Audit,
            FirstSeen = Some.Time.AddDays(2),
            LastSeen = Some.Time.AddDays(3),
            Techniques = [new Technique("T1036", "Masquerading", ["defense-evasion"]), new Technique("T1036.005", "Match Legitimate Name", ["defense-evasion"])],
            SameDigestAs = [HostPath.Of("/usr/bin/other")],
            Process = Some.Process(),
            Package = new PackageNote { Name = "openssl", Version = "3.0.22", ChangedAt = Some.Time, MatchesManifest = false },
            Explanation = "package openssl 3.0.17 -> 3.0.22",
        },
        Some.Finding() with { FirstSeen = Some.Time.AddDays(2) },
    ];

    private static ObservedDigest Seen(HostPath path, Digest digest) => new()
    {
        Path = path,
        Digest = digest,
        Sources = EvidenceSources.Ima,
        FirstSeen = Some.Time,
        LastSeen = Some.Time,
        Boots = [Some.Boot],
        FirstProcess = Some.Process(),
        LatestProcess = Some.Process(Some.Time.AddDays(1)),
    };

    private ParsedPage Page(params Finding[] findings) => new(Written(Report(new FindingSet(findings, newOnly: false))));

    private FindingsReport Report(FindingSet findings) => new()
    {
        Tool = new ToolInfo("integritywatch", "1.2.3"),
        Host = "web01",
        At = Some.Time,
        Now = Some.Time,
        Baseline = Some.Generation(),
        Findings = findings,
        History = ReadHistory(findings),
    };

    private ReportHistory ReadHistory(FindingSet findings)
    {
        using var read = HistoryFile.OpenIfThere(history.Path);
        return ReportHistory.Read(read, findings);
    }

    private static string Written(FindingsReport report)
    {
        using var output = new MemoryStream();
        HtmlReport.Write(output, report);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.ToArray());
    }
}
