using System.Text.Json.Nodes;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Evidence.Packages;

/// <summary>What every package manager promises, asked of each that is listed, on a host of its own from tests/captures.</summary>
public class PackageManagerTests
{
    /// <summary>A manager without a host here fails every test: give it one.</summary>
    private static readonly Dictionary<string, string> Hosts = new()
    {
        ["dpkg"] = "patch-day/upgraded",
        ["rpm"] = "rpm/upgraded",
    };

    public static TheoryData<string> Names => [.. PackageManagers.All.Select(manager => manager.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_host_is_known_and_no_other(string name)
    {
        var manager = Manager(name);
        using var root = Host(name);
        using var database = manager.Open(root)!;
        using var first = PackageManagers.OpenDatabase(root)!;
        using var nowhere = new TemporaryFolder();
        using var empty = new EvidenceRoot(nowhere.Path);

        Assert.Same(manager, database.Manager);
        Assert.Same(manager, first.Manager);
        Assert.Equal(database.Stamp, first.Stamp);
        Assert.Null(manager.Open(empty));
        Assert.All(Hosts.Keys.Where(other => other != name), other =>
        {
            using var others = Host(other);
            Assert.Null(manager.Open(others));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_package_lists_it_owns(string name)
    {
        using var root = Host(name);
        using var database = Manager(name).Open(root)!;
        var files = database.Files().Take(200).ToList();

        var owners = database.OwnersOf([.. files.Select(file => file.Path), HostPath.Of("/no/package/has/this")]);

        Assert.NotEmpty(files);
        Assert.Equal(files.Select(file => file.Path).ToHashSet(), owners.Keys.ToHashSet());
        Assert.All(files, file => Assert.Contains(file.Package, database.Packages.Values));
        Assert.Null(database.Fault);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_lies_on_disk_can_be_held_against_what_was_installed(string name)
    {
        using var root = Host(name);
        using var database = Manager(name).Open(root)!;

        var held = database.Files().Where(file => file.Manifest is not null && root.Has(file.Path.ToString()[1..])).Take(20)
            .Select(file => file.Manifest!.Equals(FileHasher.Hash(root, file.Path, file.Manifest.Algorithm))).ToList();

        Assert.Contains(true, held);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_collected_answers_as_the_host_does(string name)
    {
        using var root = Host(name);
        using var database = Manager(name).Open(root)!;
        using var folder = new TemporaryFolder();
        var missing = new List<string>();
        foreach (var file in Manager(name).FilesToCollect(root, missing.Add).Where(root.Has))
            folder.Write(file, File.ReadAllBytes(Path.Combine(root.Name, file)));
        using var copy = new EvidenceRoot(folder.Path);
        using var copied = Manager(name).Open(copy)!;

        Assert.Empty(missing);
        Assert.Equal(database.Packages.Values.Select(Told).Order(), copied.Packages.Values.Select(Told).Order());
        Assert.Equal(database.Files().Select(file => $"{file.Package.Name} {file.Manifest}").Order(),
            copied.Files().Select(file => $"{file.Package.Name} {file.Manifest}").Order());
        Assert.Equal(database.Problems.Count, copied.Problems.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_file_that_stays_has_a_temporary_name(string name)
    {
        using var root = Host(name);
        using var database = Manager(name).Open(root)!;

        Assert.DoesNotContain(database.Files(), file => Manager(name).IsScriptBeingInstalled(file.Path));
    }

    /// <summary>The rules are data that ships: where they except one manager's work, they except every manager's.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_policy_that_ships_excepts_its_work(string name)
    {
        var policy = JsonNode.Parse(File.ReadAllText(Path.Combine(Captures.Repository(), "policies", "default.json")))!;
        var unpackers = PackageManagers.All.Select(manager => manager.Programs[0].ToString()).ToHashSet();
        var excepted = policy["techniqueRules"]!.AsArray().Select(rule => rule!["exceptPrograms"]?.AsArray().Select(program => (string)program!))
            .OfType<IEnumerable<string>>().Where(programs => programs.Any(unpackers.Contains)).ToList();

        Assert.NotEmpty(excepted);
        Assert.All(excepted, programs => Assert.Contains(Manager(name).Programs[0].ToString(), programs));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_named_once_and_its_programs_are_paths(string name)
    {
        Assert.Single(PackageManagers.All, manager => manager.Name == name);
        Assert.NotEmpty(Manager(name).Programs);
        Assert.All(Manager(name).Programs, program => Assert.True(program.IsAbsolute));
        Assert.False(Manager(name).Folder.StartsWith('/'));
    }

    private static IPackageManager Manager(string name) => PackageManagers.All.Single(manager => manager.Name == name);

    private static EvidenceRoot Host(string name) => new(Captures.Root(Hosts[name]));

    private static string Told(InstalledPackage package) => $"{package.Name} {package.Version} {package.PreviousVersion}";
}
