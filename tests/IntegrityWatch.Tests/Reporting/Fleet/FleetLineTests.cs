using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Tests.Reporting.Fleet;

public class FleetLineTests
{
    [Fact]
    public void Hosts_that_are_not_well_are_named_with_the_reason() => Assert.Equal(
        "FLEET CRITICAL - 3 hosts: 1 critical, 1 unknown, 1 ok: web01 1 high, 2 info, web02 silent"
        + " | critical=1;;1;0 unknown=1;;;0 warning=0;1;;0 ok=1;;;0 silent=1;;;0\n",
        SomeReport.Written(output => FleetLine.Write(output, SomeFleet.Hosts(
            SomeFleet.Host(status: Verdict.Critical), SomeFleet.Host("web02") with { IsSilent = true }, SomeFleet.Host("web03"),
            SomeFleet.Host("old", Verdict.Critical) with { RetiredAt = Some.Time }))));

    [Fact]
    public void What_is_left_out_is_a_number_of_its_own() => Assert.Equal(
        "FLEET CRITICAL - 1 open on 1 host: 1 high; left out: 8 more, see --most: web01 altered-file /usr/bin/some and 8 more"
        + " | critical=0;;1;0 high=1;;1;0 medium=0;1;;0 low=0;1;;0 info=0;;;0 left_out=8;;;0\n",
        SomeReport.Written(output => FleetLine.Write(output, SomeFleet.Findings(SomeFleet.Finding()) with { LeftOut = 8 }, FleetSight.Whole)));

    [Theory]
    [InlineData("a")]
    [InlineData("\n")]
    [InlineData("|")]
    [InlineData("\u202e")]
    [InlineData("🙂")]
    public void Whatever_hosts_and_files_are_called_it_is_one_line_of_4096_bytes_at_most(string name)
    {
        var words = string.Concat(Enumerable.Repeat(name, 64));
        var path = HostPath.Of("/" + string.Concat(Enumerable.Repeat(name, 4095 / Encoding.UTF8.GetByteCount(name))));
        var finding = SomeFleet.Finding(words) with { Kind = words, Path = path };
        string[] lines =
        [
            SomeReport.Written(output => FleetLine.Write(output, SomeFleet.Hosts([.. Enumerable.Repeat(SomeFleet.Host(words, Verdict.Critical), 40)]))),
            SomeReport.Written(output => FleetLine.Write(output, SomeFleet.Findings([.. Enumerable.Repeat(finding, 40)]), FleetSight.Whole)),
            SomeReport.Written(output => FleetLine.Write(output, SomeFleet.Outliers([.. Enumerable.Repeat(SomeFleet.Outlier(words) with { Path = path }, 40)]), FleetSight.Whole)),
        ];
        Assert.All(lines, line =>
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(line), 100, 4096);
            Assert.Equal(line.Length - 1, line.IndexOf('\n'));
            Assert.Single(line, letter => letter == '|');
            Assert.Contains(" and 36 more | ", line);
            Assert.DoesNotContain(line[..^1], char.IsControl);
        });
    }

    [Fact]
    public void What_cannot_be_asked_is_UNKNOWN() => Assert.Equal("FLEET UNKNOWN - no answer from a\\x7cb\n",
        SomeReport.Written(output => FleetLine.WriteUnknown(output, "no answer from a|b")));
}
