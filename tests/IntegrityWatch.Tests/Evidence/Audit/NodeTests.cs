using System.Text;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class NodeTests : IDisposable
{
    private const string T1 = "1700000000.000:41";
    private const string T2 = "1700000001.000:42";
    private const string T3 = "1700000002.000:43";

    private readonly TemporaryFolder folder = new();

    public NodeTests() => folder.Write("etc/hostname", "web01\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Records_of_other_hosts_are_counted_and_tell_of_no_use()
    {
        var read = Read(null, SomeLog.Rule(T1), "node=web02 " + SomeLog.Rule(T1), "node=web02 " + SomeLog.Rule(T2), "node=web03 " + SomeLog.Rule(T3));

        Assert.Single(read.Events);
        Assert.Equal([("web02", 2L), ("web03", 1L)], read.Statistics.Nodes.Select(node => (node.Key, node.Value)));
        Assert.False(read.Statistics.AreOtherNodesOnly);
    }

    [Fact]
    public void Records_under_the_hosts_own_name_are_its_own()
    {
        var read = Read(null, "node=web01 " + SomeLog.Rule(T1), "node=WEB01 " + SomeLog.Rule(T2));

        Assert.Equal(2, read.Events.Count);
        Assert.Empty(read.Statistics.Nodes);
    }

    [Fact]
    public void A_log_of_others_only_says_so_until_a_record_of_the_host_was_ever_read()
    {
        var first = Read(null, "node=web02 " + SomeLog.Rule(T1));
        Assert.True(first.Statistics.AreOtherNodesOnly);

        var second = Read(first.Position, "node=web01 " + SomeLog.Rule(T2));
        Assert.False(second.Statistics.AreOtherNodesOnly);
        Assert.False(Read(second.Position, "node=web02 " + SomeLog.Rule(T3)).Statistics.AreOtherNodesOnly);
    }

    [Theory]
    [InlineData("1700000001.000:42", true)]
    [InlineData("1700000001.000:49", true)]
    [InlineData("1700000001.000:50", false)]
    [InlineData("1700000001.000:41", false)]
    [InlineData("1700000001.000:7", false)]
    public void A_name_that_takes_up_the_hosts_own_numbers_continues_them(string stamp, bool continues)
    {
        var first = Read(null, "node=web01 " + SomeLog.Rule(T1));
        var second = Read(first.Position, "node=evil " + SomeLog.Rule(stamp));

        Assert.Equal(("evil", continues), (second.Statistics.Stranger, second.Statistics.StrangerContinues));
    }

    [Fact]
    public void A_new_name_is_no_stranger_where_the_hosts_own_records_go_on()
    {
        var read = Read(null, "node=web01 " + SomeLog.Rule(T1), "node=web02 " + SomeLog.Rule(T2), "node=web01 " + SomeLog.Rule(T3));

        Assert.Null(read.Statistics.Stranger);
    }

    [Fact]
    public void A_name_that_was_met_before_is_no_stranger()
    {
        var first = Read(null, "node=web02 " + SomeLog.Rule(T1), "node=web01 " + SomeLog.Rule(T2));

        Assert.Null(Read(first.Position, "node=web02 " + SomeLog.Rule(T3)).Statistics.Stranger);
    }

    [Fact]
    public void A_log_made_of_names_fills_no_memory()
    {
        var read = Read(null, [.. Enumerable.Range(0, 1000).Select(i => $"node=n{i} " + SomeLog.Rule(T1))]);

        Assert.InRange(read.Statistics.Nodes.Count, 1, 100);
        Assert.Equal(1000, read.Statistics.Nodes.Values.Sum());
        Assert.InRange(read.Position!.Nodes.Known.Count, 1, 100);
    }

    [Fact]
    public void Numbers_of_other_hosts_are_none_of_the_hosts_own()
    {
        var read = Read(null, "node=web01 " + SomeLog.Rule(T1), "node=web02 " + SomeLog.Rule("1700000001.000:5000"),
            "node=web01 " + SomeLog.Rule(T2), "node=web01 " + SomeLog.Rule("1700009999.000:43"));

        Assert.Equal(0, read.Statistics.MissingSerials);
        Assert.Equal(43u, read.Position!.Boots.Latest);
    }

    private readonly List<string> written = [];

    /// <summary>Reads what was written so far and these lines, on from a place.</summary>
    private (IReadOnlyList<IntegrityWatch.Evidence.Audit.Events.AuditEvent> Events, AuditStatistics Statistics, AuditPosition? Position) Read(
        AuditPosition? from, params string[] lines)
    {
        written.AddRange(lines);
        using var root = new EvidenceRoot(folder.Path);
        using var files = new AuditLogFiles([new AuditLogFile("log", new MemoryStream(Encoding.Latin1.GetBytes(string.Concat(written.Select(line => line + "\n")))))]);
        var reader = new AuditLogReader(HostNames.Of(root, []));
        return ([.. reader.Read(files, from)], reader.Statistics, reader.Position);
    }
}
