namespace IntegrityWatch.Tests.Evidence.Packages.Dpkg;

/// <summary>One version of a package always says the same of its files, so that whoever writes into what it says is noticed.</summary>
public sealed class DpkgManifestTests : IDisposable
{
    private readonly DpkgRoot host = new();

    public DpkgManifestTests() => Make();

    public void Dispose() => host.Dispose();

    [Fact]
    public void Every_file_of_a_package_bears_the_same_digest_and_every_look_gives_it_again()
    {
        var first = DigestOf("/usr/bin/some");

        Assert.Equal("sha256", first?.Algorithm);
        Assert.Equal(first, DigestOf("/usr/bin/helper"));
        Assert.Equal(first, DigestOf("/etc/some.conf"));
        Assert.All(host.Open().Files(), file => Assert.Equal(first, file.ManifestDigest));
    }

    [Fact]
    public void A_checksum_of_another_file_that_was_edited_shows()
    {
        var before = DigestOf("/usr/bin/some");
        host.Checksums("some", (DpkgRoot.Md5, "usr/bin/some"), (DpkgRoot.Md5, "usr/bin/helper"));

        Assert.NotEqual(before, DigestOf("/usr/bin/some"));
    }

    [Fact]
    public void A_checksum_that_was_added_or_taken_away_shows()
    {
        var before = DigestOf("/usr/bin/some");
        host.Checksums("some", (DpkgRoot.Md5, "usr/bin/some"));
        var fewer = DigestOf("/usr/bin/some");
        host.Checksums("some", (DpkgRoot.Md5, "usr/bin/some"), (DpkgRoot.OtherMd5, "usr/bin/helper"), (DpkgRoot.Md5, "usr/bin/planted"));
        var more = DigestOf("/usr/bin/some");
        File.Delete(Path.Combine(host.Folder, "var/lib/dpkg/info/some.md5sums"));

        Assert.Equal(4, new[] { before, fewer, more, DigestOf("/usr/bin/some") }.Distinct().Count());
    }

    [Fact]
    public void A_line_that_is_no_checksum_shows()
    {
        var before = DigestOf("/usr/bin/some");
        File.AppendAllText(Path.Combine(host.Folder, "var/lib/dpkg/info/some.md5sums"), "nothing\n");

        Assert.NotEqual(before, DigestOf("/usr/bin/some"));
    }

    [Fact]
    public void A_file_that_was_added_to_the_list_shows()
    {
        var before = DigestOf("/usr/bin/some");
        host.List("some", "/etc/some.conf", "/usr/bin/some", "/usr/bin/helper", "/usr/lib/modules/planted.ko");

        Assert.NotEqual(before, DigestOf("/usr/bin/some"));
    }

    [Theory]
    [InlineData("/etc/some.conf", DpkgRoot.OtherMd5)]
    [InlineData("/etc/some.conf", "newconffile")]
    [InlineData("/etc/other.conf", DpkgRoot.Md5)]
    public void Another_configuration_file_in_the_status_shows(string path, string digest)
    {
        var before = DigestOf("/usr/bin/some");
        Make($" {path} {digest}\n");

        Assert.NotEqual(before, DigestOf("/usr/bin/some"));
    }

    /// <summary>dpkg marks and forgets it, be it that the same version is installed once more.</summary>
    [Fact]
    public void A_configuration_file_that_an_older_version_left_behind_changes_nothing()
    {
        var without = DigestOf("/usr/bin/some");
        Make($" /etc/left.conf {DpkgRoot.OtherMd5} obsolete\n /etc/some.conf {DpkgRoot.Md5}\n");
        host.List("some", "/etc/left.conf", "/etc/some.conf", "/usr/bin/some", "/usr/bin/helper");

        Assert.Equal(without, DigestOf("/usr/bin/some"));
    }

    [Fact]
    public void The_order_in_the_status_and_what_the_log_tells_change_nothing()
    {
        Make($" /etc/some.conf {DpkgRoot.Md5}\n /etc/more.conf {DpkgRoot.Md5}\n");
        var before = DigestOf("/usr/bin/some");
        Make($" /etc/more.conf {DpkgRoot.Md5}\n /etc/some.conf {DpkgRoot.Md5}\n");
        host.Write("var/log/dpkg.log", "2026-11-23 17:07:38 install some:amd64 1.0-1 1.0-1\n");

        Assert.Equal(before, DigestOf("/usr/bin/some"));
        Assert.NotNull(host.OwnerOf("/usr/bin/some")?.Package.ChangedAt);
    }

    private Digest? DigestOf(string path) => host.OwnerOf(path)!.ManifestDigest;

    private void Make(string conffiles = $" /etc/some.conf {DpkgRoot.Md5}\n")
    {
        host.Write("var/lib/dpkg/status", DpkgRoot.Paragraph("some", more: "Conffiles:\n" + conffiles));
        host.List("some", "/etc/some.conf", "/usr/bin/some", "/usr/bin/helper");
        host.Checksums("some", (DpkgRoot.Md5, "usr/bin/some"), (DpkgRoot.OtherMd5, "usr/bin/helper"));
    }
}
