using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Evidence.Packages.Dpkg;

public sealed class DpkgStatusTests : IDisposable
{
    private readonly DpkgRoot host = new();

    public void Dispose() => host.Dispose();

    [Theory]
    [InlineData("installed", true)]
    [InlineData("triggers-pending", true)]
    [InlineData("triggers-awaited", true)]
    [InlineData("half-configured", true)]
    [InlineData("unpacked", true)]
    [InlineData("half-installed", true)]
    [InlineData("config-files", false)]
    [InlineData("not-installed", false)]
    public void What_has_its_files_on_the_host_is_installed(string state, bool isInstalled)
    {
        host.Install("base");
        host.Install("some", state: state);

        Assert.Equal(isInstalled, host.Open().Packages.ContainsKey("some"));
    }

    [Theory]
    [InlineData("install ok installed", false)]
    [InlineData("hold ok installed", false)]
    [InlineData("deinstall ok installed", false)]
    [InlineData("install reinstreq installed", true)]
    [InlineData("install ok unpacked", true)]
    [InlineData("install ok triggers-awaited", true)]
    [InlineData("install reinstreq half-installed", true)]
    public void With_what_is_not_ok_installed_dpkg_has_not_finished(string status, bool isBeingChanged)
    {
        host.Write("var/lib/dpkg/status", $"Package: some\nStatus: {status}\nArchitecture: amd64\nVersion: 1\n\n");

        Assert.Equal(isBeingChanged, host.Open().Packages["some"].IsBeingChanged);
    }

    [Fact]
    public void What_dpkg_wrote_beside_the_status_says_that_it_is_at_work()
    {
        host.Install("some");
        Assert.False(host.Open().IsBeingChanged);
        host.Write("var/lib/dpkg/updates/0000", DpkgRoot.Paragraph("some", "2.0-1"));

        Assert.True(host.Open().IsBeingChanged);
    }

    [Fact]
    public void Only_what_can_be_installed_beside_another_has_its_architecture_in_its_name()
    {
        host.Install("libsome", more: "Multi-Arch: same\n");
        host.Install("some", more: "Multi-Arch: foreign\n", version: "1:2.0~rc1-3+b1");

        Assert.Equal(["libsome:amd64", "some"], host.Open().Packages.Keys.Order());
        Assert.Equal("1:2.0~rc1-3+b1", host.Open().Packages["some"].Version);
    }

    [Fact]
    public void While_dpkg_runs_what_it_writes_beside_the_status_goes_before_it()
    {
        host.Install("some");
        host.Install("other");
        host.Write("var/lib/dpkg/updates/0000", DpkgRoot.Paragraph("some", "2.0-1", "unpacked"));
        host.Write("var/lib/dpkg/updates/0001", DpkgRoot.Paragraph("other", state: "not-installed"));
        host.Write("var/lib/dpkg/updates/0003", DpkgRoot.Paragraph("third"));

        var package = Assert.Single(host.Open().Packages).Value;

        Assert.Equal("2.0-1", package.Version);
    }

    [Fact]
    public void The_stamp_changes_with_the_status_and_while_dpkg_runs()
    {
        host.Install("some");
        var first = host.Open().Stamp;
        Assert.Equal(first, host.Open().Stamp);
        host.Write("var/lib/dpkg/updates/0000", DpkgRoot.Paragraph("some", "2.0-1"));
        var second = host.Open().Stamp;
        host.Install("other");

        Assert.Equal(3, new[] { first, second, host.Open().Stamp }.Distinct().Count());
    }

    [Theory]
    [InlineData("Package: ../../etc/some\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n")]
    [InlineData("Package: some\nStatus: install ok installed\nArchitecture: ../amd64\nVersion: 1\n\n")]
    [InlineData("Package: some\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\u001b[31m\n\n")]
    [InlineData("Package: some\nStatus: install ok mended\nArchitecture: amd64\nVersion: 1\n\n")]
    [InlineData("Package: some\nArchitecture: amd64\nVersion: 1\n\n")]
    [InlineData("Status: install ok installed\nArchitecture: amd64\nVersion: 1\n\n")]
    [InlineData("some\n\n")]
    [InlineData("\0\n\n")]
    public void What_is_no_package_is_left_out_and_counted(string paragraph)
    {
        host.Write("var/lib/dpkg/status", paragraph + DpkgRoot.Paragraph("good") + paragraph);
        host.List("good");
        var database = host.Open();

        Assert.Equal(["good"], database.Packages.Keys);
        Assert.Equal([$"left out 2 entries that are no package: {host.Folder}/var/lib/dpkg/status"], database.Problems);
        Assert.Null(database.Fault);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(null, "missing")]
    public void A_status_that_is_lost_beside_lists_of_files_is_told(string? status, string what)
    {
        host.List("some", "/usr/bin/some");
        if (status is not null)
            host.Write("var/lib/dpkg/status", status);
        var database = host.Open();

        Assert.Empty(database.OwnersOf([Some.Path]));
        Assert.Empty(database.Files());
        Assert.Equal($"dpkg's status is {what}, though it has lists of files: {host.Folder}/var/lib/dpkg/status", database.Fault?.Message);
        Assert.NotNull(database.Fault?.Hint);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("this is no status\n")]
    [InlineData("\0\0\0\0")]
    public void A_status_without_any_package_is_told_once(string status)
    {
        host.Write("var/lib/dpkg/status", status);
        var database = host.Open();

        Assert.Empty(database.Packages);
        Assert.Empty(database.OwnersOf([Some.Path]));
        Assert.Empty(database.Files());
        Assert.Equal($"no installed package can be read: {host.Folder}/var/lib/dpkg/status", database.Fault?.Message);
        Assert.Single(database.Problems, problem => problem == database.Fault?.Message);
    }

    [Fact]
    public void What_was_left_out_is_counted_once_however_often_it_is_read()
    {
        host.Install("some");
        host.Install("other");
        host.List("some", "bad", "/usr/bin/some");
        host.Write("var/lib/dpkg/info/some.md5sums", $"{DpkgRoot.Md5}  usr/bin/some\nbad\n{DpkgRoot.Md5} one-space\nzz0150983cd24fb0d6963f7d28e17f72  x\n");
        host.Divert("/usr/bin/x", "relative", "some", "/only");
        var database = host.Open();

        for (var i = 0; i < 2; i++)
        {
            Assert.Single(database.OwnersOf([Some.Path]));
            Assert.Single(database.Files());
        }
        Assert.Equal(
            [
                $"left out 2 entries that are no diversion: {host.Folder}/var/lib/dpkg/diversions",
                $"left out 3 lines that are no checksum: {host.Folder}/var/lib/dpkg/info/some.md5sums",
                $"left out 1 lines that are no path: {host.Folder}/var/lib/dpkg/info/some.list",
                $"left out 1 packages without a list of files: {host.Folder}/var/lib/dpkg/info/other.list",
            ], database.Problems);
    }

    [Fact]
    public void A_host_without_a_package_manager_has_no_database()
    {
        using var folder = new TemporaryFolder();
        using var root = new EvidenceRoot(folder.Path);
        Assert.Null(PackageManagers.OpenDatabase(root));

        folder.Write("var/lib/dpkg/status", "");

        Assert.Null(PackageManagers.OpenDatabase(root));
    }
}
