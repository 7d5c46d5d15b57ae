using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Evidence.Packages.Dpkg;

public sealed class DpkgOwnerTests : IDisposable
{
    private readonly DpkgRoot host = new("some", "other");

    public void Dispose() => host.Dispose();

    [Theory]
    [InlineData("/usr/bin/tool", "bin/tool")]
    [InlineData("/bin/tool", "usr/bin/tool")]
    public void A_list_and_its_checksums_may_write_a_folder_with_and_without_usr(string listed, string checksummed)
    {
        using var host = new DpkgRoot("some");
        host.List("some", listed);
        host.Checksums("some", (DpkgRoot.Md5, checksummed));

        Assert.Equal(DpkgRoot.Md5, host.OwnerOf("/usr/bin/tool")?.Manifest?.Hex);
    }

    [Fact]
    public void A_file_has_the_owner_that_lists_it_and_the_checksum_that_it_was_installed_with()
    {
        host.List("other", "/.", "/usr", "/usr/bin", "/usr/bin/other");
        host.List("some", "/.", "/usr", "/usr/bin", "/usr/bin/some");
        host.Checksums("some", (DpkgRoot.OtherMd5, "usr/bin/so"), (DpkgRoot.Md5, "usr/bin/some"));

        var owner = host.OwnerOf("/usr/bin/some")!;

        Assert.Equal("some", owner.Package.Name);
        Assert.Equal("1.0-1", owner.Package.Version);
        Assert.Equal("/usr/bin/some", owner.Path.ToString());
        Assert.Equal($"md5:{DpkgRoot.Md5}", owner.Manifest?.ToString());
        Assert.False(owner.IsConfiguration);
        Assert.False(owner.IsScript);
    }

    [Theory]
    [InlineData("/usr/bin/so")]
    [InlineData("/usr/bin/some2")]
    [InlineData("/bin/usr/bin/some")]
    [InlineData("/usr/sbin/some")]
    [InlineData("usr/bin/some")]
    [InlineData("some")]
    [InlineData("memfd:some")]
    [InlineData("/")]
    [InlineData("")]
    public void What_nobody_lists_has_no_owner(string path)
    {
        host.List("other");
        host.List("some", "/.", "/usr", "/usr/bin", "/usr/bin/some");

        Assert.Null(host.OwnerOf(path));
    }

    [Theory]
    [InlineData("/bin/some", "/usr/bin/some")]
    [InlineData("/sbin/some", "/usr/sbin/some")]
    [InlineData("/lib/deep/er/some.so", "/usr/lib/deep/er/some.so")]
    [InlineData("/lib32/some.so", "/usr/lib32/some.so")]
    [InlineData("/lib64/some.so", "/usr/lib64/some.so")]
    [InlineData("/libx32/some.so", "/usr/libx32/some.so")]
    [InlineData("/lib65/some.so", "/lib65/some.so")]
    [InlineData("/opt/bin/some", "/opt/bin/some")]
    public void A_path_that_a_package_names_in_the_old_way_is_that_below_usr(string listed, string kernel)
    {
        host.List("some", listed);
        host.List("other");
        host.Checksums("some", (DpkgRoot.Md5, listed[1..]));

        Assert.Equal(kernel, host.OwnerOf(kernel)?.Path.ToString());
        Assert.Equal(kernel, host.OwnerOf(listed)?.Path.ToString());
        Assert.Equal($"md5:{DpkgRoot.Md5}", host.OwnerOf(kernel)?.Manifest?.ToString());
        Assert.Equal([kernel], host.Files());
    }

    [Fact]
    public void On_a_host_that_is_not_merged_bin_is_not_below_usr()
    {
        host.Write("bin/some", "");
        host.Write("usr/bin/some", "");
        host.List("some", "/bin/some");
        host.List("other", "/usr/bin/some");

        Assert.Equal("some", host.OwnerOf("/bin/some")?.Package.Name);
        Assert.Equal("other", host.OwnerOf("/usr/bin/some")?.Package.Name);
        Assert.Equal(["/usr/bin/some", "/bin/some"], host.Files());
    }

    [Fact]
    public void Who_names_a_path_as_the_kernel_does_goes_before_who_names_it_in_the_old_way()
    {
        host.List("other", "/bin/some");
        host.List("some", "/usr/bin/some");

        Assert.Equal("some", host.OwnerOf("/usr/bin/some")?.Package.Name);
    }

    [Fact]
    public void A_folder_that_the_administrator_has_moved_is_followed()
    {
        host.Write("srv/opt/some/run", "");
        File.CreateSymbolicLink(Path.Combine(host.Folder, "opt"), "srv/opt");
        host.List("other");
        host.List("some", "/opt", "/opt/some", "/opt/some/run");

        Assert.Equal("some", host.OwnerOf("/srv/opt/some/run")?.Package.Name);
        Assert.Equal(["/srv/opt/some/run"], host.Files());
    }

    [Fact]
    public void An_alternative_has_the_owner_of_what_it_leads_to()
    {
        host.Write("usr/bin/some", "");
        Directory.CreateDirectory(Path.Combine(host.Folder, "etc/alternatives"));
        File.CreateSymbolicLink(Path.Combine(host.Folder, "etc/alternatives/tool"), "/usr/bin/some");
        File.CreateSymbolicLink(Path.Combine(host.Folder, "usr/bin/tool"), "/etc/alternatives/tool");
        host.List("other");
        host.List("some", "/usr/bin/some");

        Assert.Equal("some", host.OwnerOf("/usr/bin/tool")?.Package.Name);
        Assert.Equal("/usr/bin/some", host.OwnerOf("/usr/bin/tool")?.Path.ToString());
    }

    [Fact]
    public void A_link_that_is_owned_has_its_own_owner()
    {
        host.Write("usr/bin/some", "");
        File.CreateSymbolicLink(Path.Combine(host.Folder, "usr/bin/tool"), "some");
        host.List("other", "/usr/bin/tool");
        host.List("some", "/usr/bin/some");

        Assert.Equal("other", host.OwnerOf("/usr/bin/tool")?.Package.Name);
    }

    [Fact]
    public void A_diverted_path_belongs_to_who_diverts_and_what_was_there_lies_elsewhere()
    {
        host.List("other", "/usr/bin/tool");
        host.List("some", "/usr/bin/tool");
        host.Checksums("other", (DpkgRoot.OtherMd5, "usr/bin/tool"));
        host.Checksums("some", (DpkgRoot.Md5, "usr/bin/tool"));
        host.Divert("/usr/bin/tool", "/usr/bin/tool.moved", "some");

        Assert.Equal($"md5:{DpkgRoot.Md5}", host.OwnerOf("/usr/bin/tool")?.Manifest?.ToString());
        Assert.Equal("some", host.OwnerOf("/usr/bin/tool")?.Package.Name);
        Assert.Equal($"md5:{DpkgRoot.OtherMd5}", host.OwnerOf("/usr/bin/tool.moved")?.Manifest?.ToString());
        Assert.Equal("other", host.OwnerOf("/usr/bin/tool.moved")?.Package.Name);
        Assert.Equal(["/usr/bin/tool.moved", "/usr/bin/tool"], host.Files());
    }

    [Fact]
    public void What_the_administrator_diverts_leaves_the_path_to_nobody()
    {
        host.List("other");
        host.List("some", "/bin/tool");
        host.Divert("/bin/tool", "/bin/tool.moved", ":");

        Assert.Null(host.OwnerOf("/usr/bin/tool"));
        Assert.Equal("some", host.OwnerOf("/usr/bin/tool.moved")?.Package.Name);
        Assert.Equal(["/usr/bin/tool.moved"], host.Files());
    }

    [Fact]
    public void A_configuration_file_has_the_digest_that_the_status_names()
    {
        host.Install("third", more: $"Conffiles:\n /etc/third.conf {DpkgRoot.Md5}\n /etc/with space {DpkgRoot.OtherMd5}\nDescription: third\n /etc/run {DpkgRoot.Md5}\n");
        host.List("some");
        host.List("other");
        host.List("third", "/etc", "/etc/third.conf", "/etc/with space", "/etc/run");
        host.Checksums("third", (DpkgRoot.OtherMd5, "etc/third.conf"), (DpkgRoot.Md5, "etc/run"));

        Assert.True(host.OwnerOf("/etc/third.conf")!.IsConfiguration);
        Assert.Equal(DpkgRoot.Md5, host.OwnerOf("/etc/third.conf")!.Manifest?.Hex);
        Assert.True(host.OwnerOf("/etc/with space")!.IsConfiguration);
        Assert.Equal(DpkgRoot.OtherMd5, host.OwnerOf("/etc/with space")!.Manifest?.Hex);
        Assert.False(host.OwnerOf("/etc/run")!.IsConfiguration);
        Assert.Equal(2, host.Open().Files().Count(file => file.IsConfiguration));
    }

    [Theory]
    [InlineData("newconffile")]
    [InlineData("-")]
    [InlineData($"{DpkgRoot.Md5}00")]
    [InlineData($"{DpkgRoot.Md5} remove-on-upgrade")]
    [InlineData($"{DpkgRoot.Md5} obsolete")]
    [InlineData($"{DpkgRoot.Md5} obsolete remove-on-upgrade")]
    [InlineData($"{DpkgRoot.Md5} remove-on-upgrade obsolete")]
    public void Of_what_this_version_does_not_bring_or_not_yet_nothing_can_be_said(string mark)
    {
        using var host = new DpkgRoot();
        host.Install("some", more: $"Conffiles:\n /etc/some.conf {mark}\n");
        host.List("some", "/etc/some.conf");
        host.Checksums("some", (DpkgRoot.Md5, "etc/some.conf"));

        Assert.True(host.OwnerOf("/etc/some.conf")!.IsConfiguration);
        Assert.Null(host.OwnerOf("/etc/some.conf")!.Manifest);
    }

    [Theory]
    [InlineData("alpha", "some")]
    [InlineData("some", "alpha")]
    public void A_configuration_file_that_another_package_brings_by_now_is_the_others(string former, string current)
    {
        using var host = new DpkgRoot();
        host.Install(former, more: $"Conffiles:\n /etc/moved.conf {DpkgRoot.OtherMd5} obsolete\n");
        host.Install(current, more: $"Conffiles:\n /etc/moved.conf {DpkgRoot.Md5}\n");
        host.List(former, "/etc/moved.conf");
        host.List(current, "/etc/moved.conf");

        Assert.Equal(current, host.OwnerOf("/etc/moved.conf")?.Package.Name);
        Assert.Equal(DpkgRoot.Md5, host.OwnerOf("/etc/moved.conf")?.Manifest?.Hex);
        Assert.Equal(current, Assert.Single(host.Open().Files()).Package.Name);
    }

    [Theory]
    [InlineData("/var/lib/dpkg/info/some.postinst", "some")]
    [InlineData("/var/lib/dpkg/info/libsome2.0:amd64.prerm", "libsome2.0:amd64")]
    [InlineData("/var/lib/dpkg/info/some.config", "some")]
    [InlineData("/var/lib/dpkg/info/some.sh", null)]
    [InlineData("/var/lib/dpkg/info/postinst", null)]
    [InlineData("/var/lib/dpkg/info/none.postinst", null)]
    [InlineData("/var/lib/dpkg/info/deep/some.postinst", null)]
    [InlineData("/var/lib/dpkg/tmp.ci/preinst", null)]
    [InlineData("/tmp/some.postinst", null)]
    public void A_script_that_dpkg_runs_belongs_to_its_package(string path, string? package)
    {
        host.Install("libsome2.0", more: "Multi-Arch: same\n");
        foreach (var name in (string[])["some", "other", "libsome2.0:amd64"])
            host.List(name);

        var owner = host.OwnerOf(path);

        Assert.Equal(package, owner?.Package.Name);
        Assert.True(owner is null or { IsScript: true, Manifest: null });
    }

    [Fact]
    public void Folders_are_passed_over_where_the_list_tells()
    {
        host.List("other", "/.", "/usr", "/usr/lib", "/usr/lib/a", "/usr/lib/a/b", "/usr/lib/ab", "/usr/lib/empty");
        host.List("some");

        Assert.Equal(["/usr/lib/a/b", "/usr/lib/ab", "/usr/lib/empty"], host.Files());
    }

    [Fact]
    public void Names_that_are_no_text_are_found()
    {
        var path = new HostPath([.. "/usr/bin/"u8, 0xff, 0x1b, (byte)' ']);
        host.Write("var/lib/dpkg/info/some.list", [.. path.Bytes, (byte)'\n']);
        host.List("other");

        Assert.Equal("some", Assert.Single(host.Open().OwnersOf([path])).Value.Package.Name);
    }

    [Fact]
    public void Many_paths_are_asked_at_once_and_answered_by_the_path_that_was_asked()
    {
        host.List("other", "/bin/one", "/usr/bin/two");
        host.List("some", "/usr/bin/three");
        HostPath[] asked = [HostPath.Of("/bin/one"), HostPath.Of("/usr/bin/one"), HostPath.Of("/usr/bin/two"),
            HostPath.Of("/usr/bin/three"), HostPath.Of("/usr/bin/four"), HostPath.Of("/usr/bin/two")];

        var owners = host.Open().OwnersOf(asked);

        Assert.Equal(asked[..4].ToHashSet(), owners.Keys.ToHashSet());
        Assert.Equal("some", owners[asked[3]].Package.Name);
    }

    [Fact]
    public void Owners_can_be_asked_for_while_files_are_read()
    {
        host.List("other", "/usr/bin/one", "/usr/bin/two");
        host.List("some", "/usr/bin/three");
        var database = host.Open();

        foreach (var file in database.Files())
            Assert.Equal(file.Package.Name, database.OwnersOf([file.Path])[file.Path].Package.Name);
    }

    [Theory]
    [InlineData("half-installed")]
    [InlineData("unpacked")]
    [InlineData("half-configured")]
    [InlineData("triggers-pending")]
    public void A_package_that_is_being_changed_owns_its_files_and_vouches_for_none(string state)
    {
        host.Install("third", state: state, more: $"Conffiles:\n /etc/third {DpkgRoot.Md5}\n");
        host.List("some");
        host.List("other");
        host.List("third", "/etc/third", "/usr/bin/third");
        host.Checksums("third", (DpkgRoot.Md5, "usr/bin/third"));

        Assert.Equal("third", host.OwnerOf("/usr/bin/third")?.Package.Name);
        Assert.True(host.OwnerOf("/usr/bin/third")?.Package.IsBeingChanged);
        Assert.Null(host.OwnerOf("/usr/bin/third")?.Manifest);
        Assert.Null(host.OwnerOf("/usr/bin/third")?.ManifestDigest);
        Assert.Null(host.OwnerOf("/etc/third")?.Manifest);
        Assert.Null(host.OwnerOf("/usr/bin/third")?.IsAsInstalled([new Digest("md5", new byte[16])]));
    }
}
