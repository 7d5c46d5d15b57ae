using System.Diagnostics;
using System.Text;
using IntegrityWatch.EndToEnd.Receivers;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Evidence.Packages.Dpkg;

/// <summary>What is said of this machine, where it has dpkg, beside what dpkg says.</summary>
public sealed class DpkgRealHostTests : IDisposable
{
    private readonly EvidenceRoot root = new("/");

    public DpkgRealHostTests() => Required.Unless(File.Exists("/var/lib/dpkg/status"), "this machine has no dpkg");

    public void Dispose() => root.Dispose();

    [Fact]
    public void The_packages_and_versions_are_those_of_dpkg_query()
    {
        using var database = PackageManagers.OpenDatabase(root)!;
        var query = Run("dpkg-query", "--show", "--showformat", "${binary:Package} ${Version} ${db:Status-Status}\n")
            .Where(line => line.EndsWith(" installed", StringComparison.Ordinal))
            .Select(line => line[..line.LastIndexOf(' ')]);

        Assert.Equal(query.Order(StringComparer.Ordinal),
            database.Packages.Values.Select(package => $"{package.Name} {package.Version}").Order(StringComparer.Ordinal));
        Assert.Empty(database.Problems);
    }

    [Fact]
    public void A_sample_of_programs_has_the_owners_that_dpkg_query_tells()
    {
        using var database = PackageManagers.OpenDatabase(root)!;
        var paths = Directory.EnumerateFiles("/usr/bin").Concat(Directory.EnumerateFiles("/usr/lib/x86_64-linux-gnu"))
            .Where(path => new FileInfo(path).LinkTarget is null).Order(StringComparer.Ordinal).Where((_, i) => i % 7 == 0).ToList();
        // Of a diverted name dpkg-query tells the diversion, and not whose the file is that lies there.
        paths.RemoveAll(Run("dpkg-divert", "--list").SelectMany(line => line.Split(' ')).ToHashSet(StringComparer.Ordinal).Contains);

        var owners = database.OwnersOf([.. paths.Select(HostPath.Of)]);

        Assert.NotEmpty(owners);
        Assert.Equal(OwnersByDpkg(paths), paths.Where(path => owners.ContainsKey(HostPath.Of(path)))
            .ToDictionary(path => path, path => owners[HostPath.Of(path)].Package.Name));
    }

    [Fact]
    public void Every_file_is_found_again_by_its_path_with_the_same_checksum()
    {
        using var database = PackageManagers.OpenDatabase(root)!;
        var files = database.Files().Where((_, i) => i % 17 == 0).DistinctBy(file => file.Path).ToList();

        var owners = database.OwnersOf([.. files.Select(file => file.Path)]);

        Assert.All(files, file =>
        {
            Assert.Equal(file.Path, owners[file.Path].Path);
            Assert.Equal(file.Manifest, owners[file.Path].Manifest);
        });
    }

    [Fact]
    public void Files_that_dpkg_verifies_have_the_checksum_that_was_installed()
    {
        using var database = PackageManagers.OpenDatabase(root)!;
        Assert.Empty(Run("dpkg", "--verify", "coreutils", "dash", "bash"));
        var files = database.Files().Where(file => file.Package.Name is "coreutils" or "dash" or "bash")
            .Where(file => file is { Manifest: not null }).ToList();

        Assert.True(files.Count > 100);
        Assert.All(files, file => Assert.True(
            FileHasher.Hash(root, file.Path, "md5") is not { } onDisk || onDisk.Equals(file.Manifest), file.Path.ToString()));
        Assert.Contains(files, file => file.Path == HostPath.Of("/usr/bin/bash"));
    }

    private static Dictionary<string, string> OwnersByDpkg(List<string> paths)
    {
        // dpkg-query goes by the names of packages: ask it for both names of a path that was merged into /usr.
        var owners = new Dictionary<string, string>();
        foreach (var line in Run("dpkg-query", ["--search", .. paths, .. paths.Select(path => path["/usr".Length..])]))
        {
            if (line.StartsWith("diversion by ", StringComparison.Ordinal))
                continue;
            var cut = line.IndexOf(": ", StringComparison.Ordinal);
            var path = line[(cut + 2)..];
            owners.TryAdd(path.StartsWith("/usr/", StringComparison.Ordinal) ? path : "/usr" + path, line[..cut].Split(", ")[0]);
        }
        return owners;
    }

    private static List<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
