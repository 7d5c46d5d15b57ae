using System.Text;
using CsCheck;
using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Evidence.Packages.Dpkg;

/// <summary>Files made to be wrong: none crashes the reader, keeps it for ever, or makes it tell of what is not there.</summary>
public class DpkgHostileTests
{
    private static readonly string[] Names =
        ["var/lib/dpkg/status", "var/lib/dpkg/info/some.list", "var/lib/dpkg/info/some.md5sums", "var/lib/dpkg/diversions", "var/log/dpkg.log",
            "var/log/dpkg.log.1.gz", "etc/timezone", "var/lib/dpkg/updates/0000"];

    private static readonly string[] Parts =
        ["Package: some\n", "Status: install ok installed\n", "\n", " ", "/", "/usr/bin/some\n", DpkgRoot.Md5, "  usr/bin/some\n",
            "2026-11-23 17:07:38 upgrade some:amd64 1 2\n", "Conffiles:\n /a b\n", ":\n", "\0", "some\n", "Version: 1\n"];

    private static readonly Gen<byte[]> Noise = Gen.OneOf(
        Gen.Byte.Array[0, 200],
        Gen.OneOf(Parts).Array[0, 30].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))));

    [Fact]
    public void Noise_in_any_file_breaks_nothing()
    {
        using var host = new DpkgRoot("some");
        host.Write("var/lib/dpkg/updates/0001", "");
        Gen.Select(Gen.OneOf(Names), Noise).Sample(made =>
        {
            foreach (var name in Names)
                Reset(host, name);
            host.Write(made.Item1, made.Item2);

            using var root = new EvidenceRoot(host.Folder);
            using var database = PackageManagers.OpenDatabase(root);
            if (database is null)
                return;
            var owners = database.OwnersOf([Some.Path, HostPath.Of("/a")]);
            Assert.All(database.Files(), file => Assert.True(file.Path.IsAbsolute));
            Assert.All(owners.Values, owner => Assert.Same(database.Packages[owner.Package.Name], owner.Package));
            Assert.All(database.Problems, problem => Assert.DoesNotContain(problem, char.IsControl));
        }, iter: 2_000, threads: 1);
    }

    [Fact]
    public void A_path_that_is_too_long_is_left_out()
    {
        using var host = new DpkgRoot("some");
        host.List("some", "/" + new string('a', 4096), "/" + string.Concat(Enumerable.Repeat("a/", 40_000)), "/usr/bin/some");
        var database = host.Open();

        Assert.Equal([Some.Path], database.Files().Select(file => file.Path));
        Assert.Single(database.OwnersOf([Some.Path, HostPath.Of("/" + string.Concat(Enumerable.Repeat("a/", 40_000)))]));
        Assert.Equal([$"left out 2 lines that are no path: {host.Folder}/var/lib/dpkg/info/some.list"], database.Problems);
    }

    [Fact]
    public void A_list_that_is_no_file_is_not_waited_for()
    {
        using var host = new DpkgRoot("some");
        Directory.CreateDirectory(Path.Combine(host.Folder, "var/lib/dpkg/info"));
        Assert.SkipUnless(Devices.Make(Path.Combine(host.Folder, "var/lib/dpkg/info/some.list"), Devices.Pipe), "pipes cannot be made here");

        Assert.Empty(host.Open().OwnersOf([Some.Path]));
    }

    private static void Reset(DpkgRoot host, string name)
    {
        switch (name)
        {
            case "var/lib/dpkg/status": host.Write(name, DpkgRoot.Paragraph("some")); break;
            case "var/lib/dpkg/info/some.list": host.List("some", "/usr/bin/some"); break;
            case "var/lib/dpkg/info/some.md5sums": host.Checksums("some", (DpkgRoot.Md5, "usr/bin/some")); break;
            case "etc/timezone": host.Write(name, "UTC\n"); break;
            case "var/lib/dpkg/updates/0000": File.Delete(Path.Combine(host.Folder, name)); break;
            default: host.Write(name, ""); break;
        }
    }
}
