using System.Text;
using CsCheck;
using IntegrityWatch.AuditRules;

namespace IntegrityWatch.Tests.AuditRules;

public class RuleParserTests
{
    /// <summary>
    /// The lines of the lab's scenario <c>rules</c>, each with what a real auditctl and a real kernel made of it: the scenario
    /// holds the file against them, this test holds the parser against the file.
    /// </summary>
    [Fact]
    public void Every_line_is_taken_or_refused_as_auditctl_does()
    {
        var samples = File.ReadAllLines(Path.Combine(Captures.Repository(), "tests", "lab", "scenarios", "rules.samples"));

        Assert.True(samples.Length > 100);
        Assert.All(samples, sample => Assert.Equal(sample, (IsTaken(sample[(sample.IndexOf('|') + 1)..]) ? "loads" : "refused") + sample[sample.IndexOf('|')..]));
    }

    [Theory]
    [InlineData("-a always,exit -F arch=b64 -F path=/etc/crontab -F perm=wa -F key=T1053.003-Scheduled Task", "a space within a value needs a backslash before it: Task")]
    [InlineData("-a always,exit -F path=etc/crontab -F perm=wa", "a path begins with /: etc/crontab")]
    [InlineData("-a always,exit -F arch=b64 -S unlinkk", "b64 has no system call of this name: unlinkk")]
    [InlineData("-a always,exit -F color=red", "no such field: color")]
    [InlineData("-w /etc/passwd -p wa # why", "a comment needs a line of its own")]
    public void A_refusal_says_why(string line, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => SomeRules.Parse(line)).Message);

    [Theory]
    [InlineData("T1053.003-", 256, true)]
    [InlineData("T1053.003-", 257, false)]
    [InlineData("T1053.003-ß", 256, true)]
    [InlineData("T1053.003-ß", 257, false)]
    public void A_key_is_measured_in_bytes(string beginning, int bytes, bool isTaken)
    {
        var key = beginning + new string('x', bytes - Encoding.UTF8.GetByteCount(beginning));

        Assert.Equal(isTaken, IsTaken($"-w /etc/crontab -p wa -k {key}"));
    }

    [Fact]
    public void A_key_of_bytes_that_are_no_text_is_measured_as_it_is()
    {
        byte[] line = [.. "-w /etc/crontab -k "u8, .. Enumerable.Repeat((byte)0xff, 256)];

        Assert.NotNull(RuleParser.Parse(Assert.Single(RuleLine.Of("", line))).Rule);
    }

    [Fact]
    public void An_escaped_space_is_part_of_the_key() =>
        Assert.Equal(["T1053.003-Scheduled Task", @"back\slash"],
            SomeRules.Parse(@"-w /etc/crontab -p wa -k T1053.003-Scheduled\ Task -k back\\slash").Rule!.Keys);

    [Theory]
    [InlineData("-F a1&06000 -F auid!=unset -F filetype=file", "-F a1&0xC00 -F auid!=-1 -F filetype=file")]
    [InlineData("-F auid!=4294967295 -F uid=root", "-F uid=0 -F loginuid!=unset")]
    public void Numbers_are_the_same_however_they_are_written(string left, string right) =>
        Assert.Equal(Identity(left), Identity(right));

    [Fact]
    public void Arbitrary_words_are_taken_or_refused_and_nothing_else() =>
        Gen.OneOf("-a", "-A", "-d", "-w", "-W", "-F", "-S", "-C", "-k", "-p", "-D", "-e", "-b", "-", "--", "--x", "-ic", "always,exit",
            "never,task", "arch=b64", "path=/", "dir=/a/", "perm=", "=", "!=", "key=", "key", "exit=-E", "a0=0x", "uid=-", "all", "\\", "\\ ", "#", "\t", "2")
            .Array[1, 8].Sample(words => { IsTaken("-i " + string.Join(' ', words)); });

    private static string Identity(string conditions) => SomeRules.Parse($"-a always,exit -F arch=b64 {conditions} -S chmod -k x").Rule!.Identity;

    private static bool IsTaken(string text)
    {
        try
        {
            foreach (var line in RuleLine.Of("", Encoding.UTF8.GetBytes(text)))
                RuleParser.Parse(line);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
