using System.Text.Json;
using IntegrityWatch.History;
using IntegrityWatch.Hosts;
using IntegrityWatch.Model;

namespace IntegrityWatch.Tests.Detection;

/// <summary>What accept, findings resolve and undo leave of what is open, on a host whose sources agree.</summary>
public sealed class SettledOnHostTests : IDisposable
{
    private const string Tool = "/opt/tool";

    private readonly WatchedHost watched = new();

    private SimulatedHost Host => watched.Host;

    public void Dispose() => watched.Dispose();

    [Fact]
    public void A_gap_is_accepted_as_the_one_that_was_told_and_another_boots_is_told_again()
    {
        watched.Capture();
        Host.Banks = [];
        var gap = Open(watched.Scan()).Single(finding => finding.Kind == "evidence-gap");

        Assert.Equal(0, Accept(gap.Id).Code);

        using (var history = HistoryFile.OpenForReading(watched.Database))
        {
            var decision = Assert.Single(history.Decisions());
            var life = Assert.Single(history.Findings(), life => life.Id == gap.Id);
            Assert.Equal(life.Subject, decision.Subject);
        }
        Assert.Empty(Open(watched.Scan()));
        Host.Boot();
        Host.UseAll();
        Assert.Equal(["evidence-gap"], Open(watched.Scan()).Select(finding => finding.Kind));
    }

    [Fact]
    public void What_was_accepted_stays_approved_over_captures_of_its_boot_and_is_superseded_in_the_next()
    {
        watched.Capture();
        Put("first");
        watched.Scan();
        Accept(Tool);
        Put("second");
        watched.Scan();
        Accept(Tool);
        watched.Capture();
        Assert.Empty(Open(watched.Scan()));

        Host.Boot();
        Host.UseAll();
        Host.Run(Tool);
        watched.Capture();
        Put("first");

        Assert.Equal(["reverted-file"], Open(watched.Scan()).Select(finding => finding.Kind));
    }

    [Fact]
    public void What_was_resolved_and_lies_there_again_is_told_again_though_nobody_used_it()
    {
        watched.Capture();
        Put("a stranger");
        watched.Scan();
        Host.Disk.Delete(Tool);
        Assert.Equal(0, watched.Run("findings", "resolve", Tool, "--reason", "gone", "--root", Host.Root).Code);
        Assert.Empty(Open(watched.Scan()));

        Host.Disk.Replace(Tool, Contents.Program("a stranger"));

        Assert.Equal([("new-file", "new")], Open(watched.Scan()).Select(finding => (finding.Kind, finding.State)));
        Assert.Equal([("new-file", "open")], Open(watched.Scan()).Select(finding => (finding.Kind, finding.State)));
    }

    [Fact]
    public void A_circumstance_that_was_resolved_and_is_there_again_refuses_the_capture_again()
    {
        const string Place = "/tmp/tool";
        watched.Capture();
        Host.Disk.Replace(Place, Contents.Program("a stranger"));
        Host.Run(Place);
        watched.Scan();
        Host.Disk.Delete(Place);
        watched.Run("findings", "resolve", Place, "--reason", "gone", "--root", Host.Root);
        Assert.Empty(Open(watched.Scan()));
        Host.Disk.Replace(Place, Contents.Program("a stranger"));

        watched.Capture();

        Assert.Equal(["new-file", "suspicious-location"], Open(watched.Scan()).Select(finding => finding.Kind));
    }

    [Fact]
    public void An_undone_acceptance_and_an_undone_resolution_leave_open_what_they_closed()
    {
        watched.Capture();
        Put("first");
        Host.OpenToWrite("/etc/ld.so.preload", "T1574.006");
        var before = Open(watched.Scan());
        foreach (var verb in new[] { "accept", "resolve" })
        {
            string[] command = verb == "accept" ? ["accept"] : ["findings", "resolve"];
            Host.Disk.Delete(Tool);
            Assert.Equal(0, watched.Run([.. command, .. before.Select(finding => finding.Id), "--reason", "known", "--root", Host.Root]).Code);
            Assert.Empty(Open(watched.Scan()));

            Assert.Equal(0, watched.Run("baseline", "undo", "--yes", "--reason", "wrong", "--root", Host.Root).Code);

            Assert.Equal(before.Select(finding => finding.Id), Open(watched.Scan()).Select(finding => finding.Id));
        }
    }

    private Said Accept(string named) => watched.Run("accept", named, "--reason", "known", "--root", Host.Root);

    private void Put(string content)
    {
        Host.Disk.Replace(Tool, Contents.Program(content));
        Host.Run(Tool);
    }

    private static List<(string Id, string Kind, string State)> Open(Said said) => [.. said.Json.GetProperty("findings").EnumerateArray()
        .Select(finding => (Text(finding, "id"), Text(finding, "kind"), Text(finding, "state"))).OrderBy(finding => finding.Item2, StringComparer.Ordinal)];

    private static string Text(JsonElement finding, string name) => finding.GetProperty(name).GetString()!;
}
