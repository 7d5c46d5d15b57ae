using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Hosts;
using IntegrityWatch.Tests.Evidence.Joining;

namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>Which list it is, where no boot id says so.</summary>
public sealed class ListIdentityTests : IDisposable
{
    private readonly LookedAtHost looked = new();

    private SimulatedHost Host => looked.Host;

    public void Dispose() => looked.Dispose();

    [Fact]
    public void Lists_with_different_beginnings_are_of_two_boots_and_both_are_read()
    {
        var first = Look();
        Host.Boot();
        Use("/usr/local/bin/new", "new");

        var second = Look();

        Assert.DoesNotContain(second.Incidents, incident => incident.Kind == FindingKind.ListTampered);
        Assert.NotEqual(first.ListId, second.ListId);
        Assert.Equal(2, second.List!.NewEntries);
        Use("/usr/local/bin/next", "next");
        var third = Look();
        Assert.Equal((second.ListId, 1L, true), (third.ListId, third.List!.NewEntries, third.List.Resumed));
    }

    [Fact]
    public void A_list_that_goes_on_is_the_same_boots()
    {
        var first = Look();
        Use("/usr/local/bin/new", "new");

        var second = Look();

        Assert.Equal((first.ListId, 1L), (second.ListId, second.List!.NewEntries));
    }

    [Fact]
    public void A_list_that_is_shorter_is_another_boots_too()
    {
        Host.Banks = [];
        Look();
        Host.List.Tamper(Host.List.Entries.Count - 1, null);

        Assert.DoesNotContain(Look().Incidents, incident => incident.Kind == FindingKind.ListTampered);
    }

    [Fact]
    public void The_third_boot_is_told_from_the_two_before()
    {
        var ids = new HashSet<string>();
        for (var boot = 0; boot < 3; boot++)
        {
            ids.Add(Look().ListId);
            Host.Boot();
            Use($"/usr/local/bin/new{boot}", $"new {boot}");
        }

        Assert.Equal(3, ids.Count);
    }

    [Fact]
    public void A_hash_that_is_wrong_is_tampering_whichever_boot_it_is_of()
    {
        var entry = Host.List.Entries[1].Bytes;
        Host.List.Tamper(1, [.. entry[..^3], (byte)(entry[^3] ^ 1), .. entry[^2..]]);

        Assert.Contains(Look().Incidents, incident => incident.Kind == FindingKind.ListTampered);
    }

    [Fact]
    public void Two_lists_under_one_name_are_told_apart_by_their_beginnings()
    {
        using var folder = new TemporaryFolder();
        var list = Path.Combine(folder.Path, "list");
        File.WriteAllBytes(list, new MeasurementListBuilder().File("boot_aggregate", "a").File("/bin/ls").Binary);
        var first = Named(list, before: null);
        File.WriteAllBytes(list, new MeasurementListBuilder().File("boot_aggregate", "b").File("/bin/ls").Binary);

        var second = Named(list, first);

        Assert.Empty(second.Incidents);
        Assert.NotEqual(first.ListId, second.ListId);
    }

    private static EvidenceSnapshot Named(string list, EvidenceSnapshot? before)
    {
        using var folder = new TemporaryFolder();
        using var root = new EvidenceRoot(folder.Path);
        return new EvidenceReader(new EvidenceRequest { Root = root, ListFile = list, ListIsOfRoot = false }, new FixedMemory(before), CancellationToken.None).Read();
    }

    private EvidenceSnapshot Look() => looked.Look(() => File.Delete(Path.Combine(Host.Root, "proc/sys/kernel/random/boot_id")));

    private void Use(string path, string content)
    {
        Host.Disk.Replace(path, Contents.Program(content));
        Host.Run(path);
    }
}
