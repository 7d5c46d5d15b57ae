using System.Text;
using System.Text.Json;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Tests.Reporting.Text;

public class HistoryTextTests
{
    [Theory]
    [InlineData(1, 0, false, ", in 1 boot\n")]
    [InlineData(16, 0, false, ", in 16 boots\n")]
    [InlineData(16, 24, false, ", in 40 boots\n")]
    [InlineData(16, 24, true, ", in 40 boots or more\n")]
    public void It_says_in_how_many_boots_a_file_was_seen(int kept, int leftOut, bool uncounted, string told)
    {
        using var output = new StringWriter();

        TextReports.WriteHistory(output, TextStyle.Plain, Seen(kept, leftOut, uncounted));

        Assert.Contains(told, output.ToString());
    }

    [Fact]
    public void To_machines_the_number_is_told_where_not_all_boots_are()
    {
        using var output = new MemoryStream();

        JsonDocuments.WriteHistory(output, new ToolInfo("tool", "1"), Seen(16, 24, uncounted: false));

        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(output.ToArray()));
        Assert.Equal(40, json.RootElement.GetProperty("history")[0].GetProperty("bootCount").GetInt32());
    }

    private static HistoryAnswer Seen(int kept, int leftOut, bool uncounted) => new(
        [
            new DigestHistory
            {
                Path = Some.Path,
                Digest = Some.DigestA,
                Observed = new ObservedDigest
                {
                    Path = Some.Path,
                    Digest = Some.DigestA,
                    Sources = EvidenceSources.Ima,
                    FirstSeen = Some.Time,
                    LastSeen = Some.Time,
                    Boots = [.. Enumerable.Range(0, kept).Select(boot => $"boot-{boot}")],
                    BootsLeftOut = leftOut,
                    BootsUncounted = uncounted,
                },
            },
        ],
        []);
}
