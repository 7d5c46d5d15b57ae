using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Tests.Reporting.Text;

public class TextFindingsTests
{
    private const string Hostile = "/tmp/x\nCRITICAL new fileless /bin/forged \u001b[31m\u202e\"";

    [Fact]
    public void Piped_a_finding_is_one_line()
    {
        var finding = Some.Finding(FindingKind.AlteredFile, Severity.High) with
        {
            Process = Some.Process(),
            Techniques = [new Technique("T1554", "Compromise Host Software Binary", ["persistence"])],
            SameDigestAs = [HostPath.Of("/usr/bin/other one")],
        };

        Assert.Equal(
            $"HIGH new altered-file /usr/bin/some {Some.DigestA} id={finding.Id} pid=4242 ppid=4241 uid=1000 euid=1000 user=deploy "
            + "exe=/usr/bin/bash parent=/usr/sbin/sshd time=2025-03-01T12:00:00.000Z same=\"/usr/bin/other one\" techniques=T1554 "
            + $"-- {finding.Message}\n",
            Text(TextStyle.Plain, finding));
    }

    [Fact]
    public void Piped_it_has_no_colour_and_is_never_broken()
    {
        var text = Text(TextStyle.Plain, Some.Finding(path: "/" + new string('a', 4000)));

        Assert.Single(text, letter => letter == '\n');
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Nothing_in_a_name_forges_a_line_or_an_escape()
    {
        var process = Some.Process() with
        {
            User = "deploy\nroot", Comm = HostPath.Of("a\u001bb"), Exe = HostPath.Of("/bin/a\nb"), ParentExe = HostPath.Of("/bin/\u001b[2J"),
        };
        var finding = Some.Finding(path: Hostile) with { Process = process, SameDigestAs = [HostPath.Of(Hostile)] };

        Assert.Single(Text(TextStyle.Plain, finding), letter => letter == '\n');
        foreach (var style in new[] { TextStyle.Plain, new TextStyle(80, Colour: false) })
        {
            var text = Text(style, finding);
            Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter != '\n');
            Assert.DoesNotContain('\u202e', text);
            Assert.DoesNotContain("\nCRITICAL", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\nroot", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Findings_on_one_path_and_digest_are_one_story_that_the_worst_leads()
    {
        var suspicious = Some.Finding(FindingKind.SuspiciousLocation, Severity.Critical);
        var added = Some.Finding(FindingKind.NewFile);
        var other = Some.Finding(FindingKind.NewFile, digest: Some.DigestB);

        var lines = Text(TextStyle.Plain, suspicious, added, other).TrimEnd('\n').Split('\n');

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("CRITICAL new suspicious-location", lines[0], StringComparison.Ordinal);
        Assert.Contains(" also=new-file ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("MEDIUM new new-file", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_finding_does_not_push_a_worse_one_of_its_story_aside()
    {
        var added = Some.Finding(FindingKind.NewFile);
        var suspicious = Some.Finding(FindingKind.SuspiciousLocation, Severity.Critical, state: FindingState.Open);

        var line = Text(TextStyle.Plain, added, suspicious);

        Assert.StartsWith("CRITICAL new suspicious-location", line, StringComparison.Ordinal);
        Assert.Contains(" also=new-file ", line, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_a_finding_is_a_block_no_wider_than_it()
    {
        var text = Text(new TextStyle(80, Colour: true), Some.Finding() with
        {
            Process = Some.Process(),
            Message = string.Join(' ', Enumerable.Repeat("word", 60)),
        });

        Assert.Contains("\u001b[", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Skip(1).Where(line => !line.Contains("sha256:", StringComparison.Ordinal)),
            line => Assert.True(line.Length <= 80));
    }

    [Fact]
    public void The_verdict_counts_what_is_open_and_what_is_new()
    {
        var findings = new FindingSet(
            [Some.Finding(severity: Severity.High), Some.Finding(severity: Severity.Medium, path: "/b", state: FindingState.Open)],
            newOnly: false);
        using var output = new StringWriter { NewLine = "\n" };

        new TextFindings(output, TextStyle.Plain).WriteVerdict(findings, new HostSight(null));

        Assert.Equal("CRITICAL: 2 open (1 new): 1 high, 1 medium\n", output.ToString());
    }

    [Fact]
    public void What_is_shown_and_what_is_judged_can_differ()
    {
        var findings = new FindingSet([Some.Finding(severity: Severity.High, state: FindingState.Open)], newOnly: true);
        using var output = new StringWriter { NewLine = "\n" };

        new TextFindings(output, TextStyle.Plain).Write(findings);

        Assert.Empty(output.ToString());
        Assert.Equal(Verdict.Critical, findings.Verdict);
    }

    private static string Text(TextStyle style, params Finding[] findings)
    {
        using var output = new StringWriter { NewLine = "\n" };
        new TextFindings(output, style).Write(new FindingSet(findings, newOnly: false));
        return output.ToString();
    }
}
