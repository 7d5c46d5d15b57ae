using System.Text;
using CsCheck;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Tests.Reporting.Siem;

public class CefLinesTests
{
    [Fact]
    public void A_finding_is_told_in_the_words_of_the_dictionary()
    {
        var finding = Some.Finding(FindingKind.AlteredFile, Severity.High) with
        {
            FirstSeen = Some.Time,
            LastSeen = Some.Time.AddSeconds(1),
            Techniques = [new Technique("T1036", "Masquerading", []), new Technique("T1554", "Compromise", [])],
            Process = Some.Process() with { Command = "bash -c id" },
            Package = new PackageNote { Name = "some", Version = "1.0-1" },
        };

        var record = Assert.Single(Records(finding));

        Assert.Equal(["CEF:0", "IntegrityWatch", "integritywatch", "1.2.3", "altered-file", "was used, and no generation holds its path", "8"], record.Header);
        Assert.Equal(new Dictionary<string, string>
        {
            ["rt"] = "1740830401000", ["start"] = "1740830400000", ["end"] = "1740830401000",
            ["dvchost"] = "web01", ["externalId"] = finding.Id, ["cat"] = "new",
            ["fname"] = "some", ["filePath"] = "/usr/bin/some", ["fileHash"] = Some.DigestA.Hex,
            ["msg"] = "was used, and no generation holds its path",
            ["spid"] = "4242", ["sproc"] = "/usr/bin/bash", ["suid"] = "1000", ["suser"] = "deploy",
            ["cs1Label"] = "digest", ["cs1"] = $"sha256:{Some.DigestA.Hex}",
            ["cs2Label"] = "techniques", ["cs2"] = "T1036,T1554",
            ["cs3Label"] = "commandLine", ["cs3"] = "bash -c id",
            ["cs4Label"] = "parentProcess", ["cs4"] = "/usr/sbin/sshd",
            ["cs5Label"] = "package", ["cs5"] = "some 1.0-1",
            ["cs6Label"] = "rule", ["cs6"] = "altered-file",
            ["cn1Label"] = "parentProcessId", ["cn1"] = "4241",
            ["cn2Label"] = "effectiveUserId", ["cn2"] = "1000",
            ["cn3Label"] = "loginUserId", ["cn3"] = "1000",
        }, record.Extension);
    }

    [Fact]
    public void What_is_not_known_is_left_out_and_labels_keep_their_places()
    {
        var record = Assert.Single(Records(Some.Finding() with { Path = default, Digest = new Digest("sha1", new byte[20]) }));

        Assert.Equal(["rt", "dvchost", "externalId", "cat", "msg", "cs6Label", "cs6"], record.Extension.Keys);
        Assert.Equal("rule", record.Extension["cs6Label"]);
    }

    [Theory]
    [InlineData("/a b=c act=blocked", "/a b=c act=blocked")]
    [InlineData("/a|b\\c\nd\re", "/a|b\\c\nd\re")]
    [InlineData("/a\u001bb\tc", "/a\\x1bb\\x09c")]
    [InlineData("/a\u202eb", "/a\\u202eb")]
    public void A_path_comes_back_as_it_was_or_with_what_shows_nothing_as_text(string path, string told) =>
        Assert.Equal(told, Assert.Single(Records(Some.Finding(path: path))).Extension["filePath"]);

    [Fact]
    public void Whatever_a_host_says_it_is_one_line_with_the_same_header_and_keys()
    {
        var expected = Records(Hostile("x"))[0];
        var text = Gen.OneOf("|", "\\", "=", "\n", "\r", " ", "a", "act=1", " CEF:0|", "\u2028", "\u0000", "ü", "🙂").Array[1, 12].Select(string.Concat);

        text.Sample(hostile =>
        {
            var record = Assert.Single(Records(Hostile(hostile)));
            return record.Extension.Keys.SequenceEqual(expected.Extension.Keys)
                && record.Header.Where((_, index) => index != 5).SequenceEqual(expected.Header.Where((_, index) => index != 5));
        });
    }

    [Fact]
    public void A_value_is_as_long_as_its_key_may_be_and_cut_between_two_characters()
    {
        var path = "/a" + string.Concat(Enumerable.Repeat("🙂", 1000));

        var told = Assert.Single(Records(Some.Finding(path: path))).Extension["filePath"];

        Assert.Equal(path[..1022], told);
    }

    private static Finding Hostile(string text) => Some.Finding(path: $"/{text}") with
    {
        Message = text,
        Rule = text,
        SignedBy = text,
        Techniques = [new Technique(text, text, [])],
        Process = Some.Process() with { User = text, Command = text, Exe = HostPath.Of(text), ParentExe = HostPath.Of(text) },
        Package = new PackageNote { Name = text, Version = text },
    };

    private static List<CefRecord> Records(params Finding[] findings)
    {
        var text = SomeReport.Written(output => CefLines.Write(output, SomeReport.Of(findings)));
        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter != '\n');
        Assert.EndsWith("\n", text);
        return [.. text[..^1].Split('\n').Select(CefRecord.Read)];
    }
}
