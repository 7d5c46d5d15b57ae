using System.Text.RegularExpressions;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>What a real Nagios understands of a check.</summary>
public partial class NagiosTests
{
    [Theory]
    [InlineData("rocke", "before", 0, "INTEGRITY OK - ")]
    [InlineData("rocke", "after", 2, "INTEGRITY CRITICAL - ")]
    [InlineData("names", "after", 2, "INTEGRITY CRITICAL - ")]
    public void It_understands_the_verdict_the_line_and_the_figures(string capture, string step, int state, string start)
    {
        using var tree = EvidenceTree.CapturedAt(capture, "before");
        using var other = EvidenceTree.CapturedAt(capture, "before");
        var expected = other.Scan(other.Unpack(capture, step), "--format", "nagios").Output.TrimEnd('\n').Split(" | ");

        var status = Check("scan", "--root", tree.Unpack(capture, step), "--db", tree.Database, "--format", "nagios");

        Assert.Equal((state, expected[0], ""), (status.State, status.Output, status.LongOutput));
        Assert.Equal(Ageless(expected[1]), Ageless(status.PerformanceData));
        Assert.StartsWith(start, status.Output);
    }

    [Fact]
    public void It_understands_that_nothing_could_be_checked()
    {
        using var tree = new EvidenceTree();

        var status = Check("findings", "--db", tree.Database, "--format", "nagios");

        Assert.Equal(new NagiosStatus(3, $"INTEGRITY UNKNOWN - no history at {tree.Database}", "", ""), status);
    }

    private static NagiosStatus Check(params string[] arguments)
    {
        using var nagios = new Nagios(string.Join(' ', [BuiltProgram.Path, .. arguments]));
        return nagios.Status();
    }

    /// <summary>Without what differs from one moment to the next.</summary>
    private static string Ageless(string performanceData) => Age().Replace(performanceData, "_age=");

    [GeneratedRegex(@"_age=\d+s")]
    private static partial Regex Age();
}
