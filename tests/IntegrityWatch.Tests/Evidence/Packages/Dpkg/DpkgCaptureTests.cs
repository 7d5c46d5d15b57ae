using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Evidence.Packages.Dpkg;

/// <summary>The day of an upgrade, a trojan and a downgrade on a real host: tests/captures/patch-day.md.</summary>
public class DpkgCaptureTests
{
    private static readonly HostPath OpenSsl = HostPath.Of("/usr/bin/openssl");
    private static readonly HostPath LegacyModule = HostPath.Of("/usr/lib/x86_64-linux-gnu/ossl-modules/legacy.so");

    [Theory]
    [InlineData("before", "3.0.17-1~deb12u2")]
    [InlineData("upgraded", "3.0.22-1~deb12u2")]
    [InlineData("trojan", "3.0.22-1~deb12u2")]
    [InlineData("downgraded", "3.0.17-1~deb12u2")]
    public void The_version_is_the_one_that_was_installed(string step, string version)
    {
        using var root = new EvidenceRoot(Captures.Root($"patch-day/{step}"));
        using var database = PackageManagers.OpenDatabase(root)!;

        Assert.Equal(version, database.OwnersOf([OpenSsl])[OpenSsl].Package.Version);
        Assert.Equal(version, database.OwnersOf([LegacyModule])[LegacyModule].Package.Version);
        Assert.Null(database.Fault);
    }

    [Theory]
    [InlineData("before", null)]
    [InlineData("upgraded", "3.0.17-1~deb12u2")]
    [InlineData("trojan", "3.0.17-1~deb12u2")]
    [InlineData("downgraded", "3.0.22-1~deb12u2")]
    public void The_log_tells_what_each_change_replaced(string step, string? previous)
    {
        using var root = new EvidenceRoot(Captures.Root($"patch-day/{step}"));
        using var database = PackageManagers.OpenDatabase(root)!;

        Assert.NotNull(database.Packages["openssl"].ChangedAt);
        Assert.Equal(previous, database.Packages["openssl"].PreviousVersion);
        Assert.Equal(previous, database.Packages["libssl3:amd64"].PreviousVersion);
    }

    [Fact]
    public void The_times_of_changes_follow_each_other()
    {
        var times = new List<DateTimeOffset?>();
        foreach (var step in (string[])["before", "upgraded", "downgraded"])
        {
            using var root = new EvidenceRoot(Captures.Root($"patch-day/{step}"));
            using var database = PackageManagers.OpenDatabase(root)!;
            times.Add(database.Packages["openssl"].ChangedAt);
        }

        Assert.Equal(times.Distinct().Order(), times);
    }

    [Theory]
    [InlineData("before", true)]
    [InlineData("upgraded", true)]
    [InlineData("trojan", false)]
    [InlineData("downgraded", true)]
    public void Only_the_trojan_differs_from_what_was_installed(string step, bool matches)
    {
        using var root = new EvidenceRoot(Captures.Root($"patch-day/{step}"));
        using var database = PackageManagers.OpenDatabase(root)!;

        Assert.Equal(matches, FileHasher.Hash(root, OpenSsl, "md5")!.Equals(database.OwnersOf([OpenSsl])[OpenSsl].Manifest));
    }

    [Fact]
    public void The_diverted_shell_is_where_the_kernel_reports_it()
    {
        using var root = new EvidenceRoot(Captures.Root("patch-day/before"));
        using var database = PackageManagers.OpenDatabase(root)!;
        var bash = HostPath.Of("/usr/bin/bash");

        Assert.Equal("bash", database.OwnersOf([bash])[bash].Package.Name);
        Assert.Contains(database.Files(), file => file.Path == bash);
    }
}
