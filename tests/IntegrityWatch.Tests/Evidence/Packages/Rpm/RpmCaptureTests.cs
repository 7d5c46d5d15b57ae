using System.Diagnostics;
using IntegrityWatch.EndToEnd.Receivers;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Evidence.Packages.Rpm;

/// <summary>What is said of real databases beside what rpm says.</summary>
public class RpmCaptureTests
{
    [Theory]
    [InlineData("installed")]
    [InlineData("upgraded")]
    public void Packages_versions_and_times_are_those_that_rpm_tells(string step)
    {
        using var root = new EvidenceRoot(Captures.Root($"rpm/{step}"));
        using var database = PackageManagers.OpenDatabase(root)!;

        Assert.Equal("rpm", database.Manager.Name);
        Assert.Equal(
            RpmFact.Of(step).Where(fact => fact.What == "package").Select(fact => $"{fact.Package} {fact.Version} {fact.Subject}"),
            database.Packages.Values.Select(package =>
                    $"{package.Name} {package.Version} {package.ChangedAt?.ToUnixTimeSeconds()}")
                .Order(StringComparer.Ordinal));
        Assert.Empty(database.Problems);
    }

    [Fact]
    public void Of_several_versions_the_one_installed_last_has_the_name_alone()
    {
        using var root = new EvidenceRoot(Captures.Root("rpm/upgraded"));
        using var database = PackageManagers.OpenDatabase(root)!;

        Assert.Equal("6.2-1", database.Packages["iw-kernel"].Version);
        Assert.Equal("6.1-1", database.Packages["iw-kernel-6.1-1.noarch"].Version);
        Assert.Equal("1:2.0-1", database.Packages["iw-tool"].Version);
        Assert.Null(database.Packages["iw-tool"].PreviousVersion);
    }

    [Theory]
    [InlineData("installed")]
    [InlineData("upgraded")]
    public void Files_and_digests_are_those_that_rpm_tells(string step)
    {
        using var root = new EvidenceRoot(Captures.Root($"rpm/{step}"));
        using var database = PackageManagers.OpenDatabase(root)!;

        Assert.Equal(RpmFact.Of(step).Where(fact => fact.IsInstalled).Select(Line).Order(StringComparer.Ordinal),
            database.Files().Select(Line).Order(StringComparer.Ordinal));
        Assert.Empty(database.Problems);
    }

    [Theory]
    [InlineData("installed")]
    [InlineData("upgraded")]
    public void Owners_are_those_that_rpm_tells(string step)
    {
        using var root = new EvidenceRoot(Captures.Root($"rpm/{step}"));
        using var database = PackageManagers.OpenDatabase(root)!;
        var facts = RpmFact.Of(step).Where(fact => fact.What == "file").ToList();

        var owners = database.OwnersOf([.. facts.Select(fact => HostPath.Of(fact.KernelPath)), Some.Path, HostPath.Of("memfd:iw-tool")]);

        Assert.Equal(facts.Where(fact => fact.IsInstalled).Select(Line).Order(StringComparer.Ordinal),
            owners.Values.Select(Line).Order(StringComparer.Ordinal));
        Assert.All(owners, owner => Assert.Equal(owner.Key, owner.Value.Path));
        Assert.Empty(database.Problems);
    }

    [Theory]
    [InlineData("installed", "/usr/bin/iw-tool", "sha256")]
    [InlineData("upgraded", "/usr/bin/iw-tool", "sha256")]
    [InlineData("upgraded", "/usr/bin/iw-other-old", "md5")]
    public void What_is_on_disk_is_what_was_installed(string step, string path, string algorithm)
    {
        using var root = new EvidenceRoot(Captures.Root($"rpm/{step}"));
        using var database = PackageManagers.OpenDatabase(root)!;

        var owner = Assert.Single(database.OwnersOf([HostPath.Of(path)])).Value;

        Assert.Equal(algorithm, owner.Manifest?.Algorithm);
        Assert.Equal(FileHasher.Hash(root, HostPath.Of(path), algorithm), owner.Manifest);
    }

    [Fact]
    public void One_version_says_the_same_of_its_files_whenever_it_is_asked_and_another_does_not()
    {
        using var before = new EvidenceRoot(Captures.Root("rpm/installed"));
        using var after = new EvidenceRoot(Captures.Root("rpm/upgraded"));
        using var installed = PackageManagers.OpenDatabase(before)!;
        using var upgraded = PackageManagers.OpenDatabase(after)!;

        Assert.Equal(DigestOf(installed, "/usr/bin/iw-other"), DigestOf(upgraded, "/usr/bin/iw-other"));
        Assert.Equal(DigestOf(installed, "/usr/bin/iw-other"), DigestOf(installed, "/etc/iw-other.conf"));
        Assert.NotEqual(DigestOf(installed, "/usr/bin/iw-tool"), DigestOf(upgraded, "/usr/bin/iw-tool"));
        Assert.All(upgraded.Files(), file => Assert.False(file.IsUnverified));

        static Digest DigestOf(IPackageDatabase database, string path) =>
            Assert.Single(database.OwnersOf([HostPath.Of(path)])).Value.ManifestDigest!;
    }

    [Fact]
    public void A_link_into_usr_may_be_asked_for_by_its_old_name()
    {
        using var root = new EvidenceRoot(Captures.Root("rpm/installed"));
        using var database = PackageManagers.OpenDatabase(root)!;

        var owner = Assert.Single(database.OwnersOf([HostPath.Of("/bin/iw-tool-old")]));

        Assert.Equal("/bin/iw-tool-old", owner.Key.ToString());
        Assert.Equal("/usr/bin/iw-tool-old", owner.Value.Path.ToString());
    }

    [Fact]
    public void The_rpm_of_this_machine_says_the_same_of_a_copy()
    {
        Required.Unless(Shell.Run("rpm --version && test $(id -u) = 0"), "this machine has no rpm, or the tests do not run as root");
        using var folder = new TemporaryFolder();
        Assert.True(Shell.Run($"cp --archive '{Captures.Root("rpm/upgraded")}/.' '{folder.Path}'"));
        using var root = new EvidenceRoot(folder.Path);
        using var database = PackageManagers.OpenDatabase(root)!;
        var files = database.Files().Select(file => $"{file.Package.Name} {file.Path}").Order(StringComparer.Ordinal).ToList();
        var arguments = $"--root {folder.Path} --dbpath /usr/lib/sysimage/rpm --query --queryformat %{{NAME}}\\n --file";

        Assert.All(files, file =>
        {
            var path = file[(file.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            using var rpm = Process.Start(new ProcessStartInfo("rpm", [.. arguments.Split(' '), path]) { RedirectStandardOutput = true })!;
            Assert.Equal(file[..^(path.Length + 1)], rpm.StandardOutput.ReadToEnd().Trim());
        });
    }

    private static string Line(RpmFact fact) =>
        $"{fact.KernelPath} {fact.Package} {fact.Version} {fact.Digest} {fact.IsConfiguration}";

    private static string Line(PackagedFile file) =>
        $"{file.Path} {file.Package.Name} {file.Package.Version} {file.Manifest?.Hex} {file.IsConfiguration}";
}
