using IntegrityWatch.Evidence.Archives;

namespace IntegrityWatch.Tests.Evidence.Archives;

/// <summary>What an archive can hold, and what somebody can put into it who wants to write elsewhere or to fill a disk.</summary>
public sealed class ArchiveRootTests : IDisposable
{
    private static readonly ArchiveLimits Small = new(MostBytes: 1 << 20, MostEntries: 100);

    private readonly TemporaryFolder folder = new();
    private readonly List<string> told = [];

    public ArchiveRootTests() => Directory.CreateDirectory(TemporaryParent);

    /// <summary>Below which archives are unpacked.</summary>
    private string TemporaryParent => folder["unpacked"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_compressed_archive_and_a_plain_one_hold_the_same_host()
    {
        foreach (var bytes in new[] { SomeArchive.OfHost().Gzip(), SomeArchive.OfHost().Tar() })
            using (var root = Open(bytes))
                Assert.Equal("web01", root.ReadLine("etc/hostname"));
        Assert.Empty(told);
    }

    [Fact]
    public void What_was_unpacked_is_gone_with_the_root()
    {
        using (Open(SomeArchive.OfHost().Add("deep/er/file").Add("etc/link", type: '2', target: "/etc").Gzip()))
            Assert.Single(Directory.GetDirectories(TemporaryParent));
        Assert.Empty(Directory.GetFileSystemEntries(TemporaryParent));
    }

    [Fact]
    public void Messages_name_the_archive_and_not_where_it_was_unpacked()
    {
        using var root = Open(SomeArchive.OfHost().Gzip());

        Assert.Equal((folder["host.tar.gz"], folder["host.tar.gz/var/log"]), (root.Name, root.Locate("var/log")));
        Assert.False(root.IsLive);
    }

    [Fact]
    public void One_folder_that_holds_the_host_is_the_root()
    {
        using var root = Open(new SomeArchive().Add("web01/", type: '5').Add("./web01/etc/hostname", "web01\n").Gzip());
        Assert.Equal("web01", root.ReadLine("etc/hostname"));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("etc/../../outside")]
    [InlineData("etc/..")]
    [InlineData("/outside")]
    public void A_name_that_leads_out_is_left_out_and_told(string name)
    {
        using var root = Open(SomeArchive.OfHost().Add(name, "x").Add(name, type: '5').Add(name, type: '2', target: "x").Gzip());

        Assert.Equal([$"left out of the archive: 3 names that lead out of it: {folder["host.tar.gz"]}"], told);
        Assert.Equal(["host.tar.gz", "unpacked"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Nothing_is_written_through_a_link()
    {
        Directory.CreateDirectory(folder["target"]);
        folder.Write("precious", "mine");
        using var root = Open(SomeArchive.OfHost()
            .Add("etc/out", type: '2', target: folder["target"]).Add("etc/out/file", "x").Add("etc/out/folder/", type: '5')
            .Add("etc/out/link", type: '2', target: "x").Add("etc/out/hard", type: '1', target: "etc/hostname")
            .Add("etc/file", type: '2', target: folder["precious"]).Add("etc/file", "overwritten").Gzip());

        Assert.Empty(Directory.GetFileSystemEntries(folder["target"]));
        Assert.Equal("mine", File.ReadAllText(folder["precious"]));
        Assert.Equal("overwritten", root.ReadLine("etc/file"));
        Assert.Contains("4 entries for which there is no place", Assert.Single(told));
    }

    [Fact]
    public void A_link_that_leads_out_is_read_inside()
    {
        folder.Write("secret", "of another");
        using var root = Open(SomeArchive.OfHost().Add("etc/out", type: '2', target: folder["secret"])
            .Add("etc/up", type: '2', target: "../../../../../../../../" + folder["secret"]).Add("etc/name", type: '2', target: "/etc/hostname").Gzip());

        Assert.Null(root.ReadLine("etc/out"));
        Assert.Null(root.ReadLine("etc/up"));
        Assert.Equal("web01", root.ReadLine("etc/name"));
    }

    [Fact]
    public void A_hard_link_is_another_name_inside_and_none_outside()
    {
        folder.Write("secret", "of another");
        using var root = Open(SomeArchive.OfHost().Add("etc/same", type: '1', target: "etc/hostname")
            .Add("etc/out", type: '2', target: folder.Path).Add("etc/stolen", type: '1', target: "etc/out/secret")
            .Add("etc/climbed", type: '1', target: "../../../secret").Gzip());

        Assert.Equal("web01", root.ReadLine("etc/same"));
        Assert.Null(root.ReadLine("etc/stolen"));
        Assert.Null(root.ReadLine("etc/climbed"));
        Assert.Contains("2 entries for which there is no place", Assert.Single(told));
    }

    [Theory]
    [InlineData('3')]
    [InlineData('4')]
    [InlineData('6')]
    [InlineData('V')]
    public void A_device_or_pipe_is_left_out_and_told(char type)
    {
        using var root = Open(SomeArchive.OfHost().Add("etc/special", type: type).Gzip());

        Assert.Null(root.Resolve(HostPath.Of("/etc/special")));
        Assert.Contains("1 devices, pipes and the like", Assert.Single(told));
    }

    [Fact]
    public void A_file_stored_without_its_holes_is_left_out_and_told()
    {
        using var root = Open(SomeArchive.OfHost().Add("etc/old", "xx", 'S').Extend("GNU.sparse.major", "1").Add("etc/new", "xx")
            .Add("etc/after", "whole").Gzip());

        Assert.Null(root.ReadLine("etc/old"));
        Assert.Null(root.ReadLine("etc/new"));
        Assert.Equal("whole", root.ReadLine("etc/after"));
        Assert.Contains("2 files that are stored without their holes", Assert.Single(told));
    }

    [Fact]
    public void Long_names_are_whole_in_either_form()
    {
        var (gnu, pax) = ($"etc/{new string('g', 200)}", $"etc/{new string('p', 100)}/{new string('q', 200)}");
        using var root = Open(SomeArchive.OfHost().Add("././@LongLink", gnu + "\0", 'L').Add(gnu[..100], "gnu")
            .Extend("path", pax).Add("short", "pax").Gzip());

        Assert.Equal(("gnu", "pax"), (root.ReadLine(gnu), root.ReadLine(pax)));
        Assert.Null(root.ReadLine("short"));
    }

    [Fact]
    public void A_name_that_is_no_text_keeps_its_bytes_and_is_removed_as_well()
    {
        byte[] name = [.. "opt/"u8, 0xff, 0xfe, (byte)'/', 0xe9];
        using (var root = Open(SomeArchive.OfHost().Add(name, "x"u8.ToArray()).Gzip()))
            using (var file = root.Open(new HostPath([(byte)'/', .. name])))
                Assert.NotNull(file);
        Assert.Empty(Directory.GetFileSystemEntries(TemporaryParent));
    }

    [Fact]
    public void Of_two_entries_of_one_name_the_later_counts()
    {
        using var root = Open(SomeArchive.OfHost().Add("etc/hostname", "web02\n").Gzip());
        Assert.Equal("web02", root.ReadLine("etc/hostname"));
    }

    [Fact]
    public void Nobodys_rights_are_lent_and_everything_can_be_read()
    {
        using var root = Open(SomeArchive.OfHost().Add("usr/su", "x", mode: 0xDED).Add("usr/secret", "x", mode: 0).Gzip());
        var unpacked = Path.Combine(Directory.GetDirectories(TemporaryParent).Single(), "root");
        if (OperatingSystem.IsWindows())
            return;

        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(Path.Combine(unpacked, "usr/su")));
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Path.Combine(unpacked, "usr/secret")));
        Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(Path.GetDirectoryName(unpacked)!));
    }

    [Fact]
    public void A_file_is_as_old_as_the_archive_says()
    {
        using var root = Open(SomeArchive.OfHost().Extend("mtime", "1700000000.1234567").Add("etc/precise", "x").Gzip());
        using var file = root.Open("etc/precise")!;
        using var plain = root.Open("etc/hostname")!;

        Assert.Equal(DateTime.UnixEpoch.AddTicks(1700000000_1234567), File.GetLastWriteTimeUtc(file.SafeFileHandle));
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1700000000), File.GetLastWriteTimeUtc(plain.SafeFileHandle));
    }

    [Fact]
    public void More_entries_than_may_be_are_refused()
    {
        var archive = SomeArchive.OfHost();
        for (var i = 0; i < Small.MostEntries; i++)
            archive.Add($"etc/{i}");
        Refused(archive.Gzip(), $"archive holds more than {Small.MostEntries} entries: ");
    }

    [Fact]
    public void More_bytes_than_may_be_are_refused_however_small_they_are_packed()
    {
        var bomb = SomeArchive.OfHost().Add("etc/bomb"u8.ToArray(), new byte[Small.MostBytes]).Gzip();

        Assert.True(bomb.Length < 10_000);
        Refused(bomb, $"archive holds more than {Small.MostBytes} bytes: ");
    }

    [Fact]
    public void More_bytes_after_the_end_than_may_be_are_refused()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionLevel.Optimal))
        {
            gzip.Write(SomeArchive.OfHost().Tar());
            gzip.Write(new byte[Small.MostBytes]);
        }
        Refused(compressed.ToArray(), $"archive holds more than {Small.MostBytes} bytes: ");
    }

    [Fact]
    public void A_size_that_is_not_there_is_refused_before_anything_is_made_for_it()
    {
        Refused(SomeArchive.OfHost().Add("etc/huge"u8.ToArray(), [], size: 1L << 32).Gzip(), "archive holds more than ");
        Refused(SomeArchive.OfHost().Extend("size", "9223372036854775807").Add("etc/huge").Gzip(), "archive holds more than ");
        Refused(SomeArchive.OfHost().Extend("size", "-1").Add("etc/huge").Gzip(), "archive is damaged");
        Refused(SomeArchive.OfHost().Add("pax"u8.ToArray(), [], 'x', size: (1 << 20) + 1).Gzip(), "archive is damaged");
    }

    [Fact]
    public void A_number_in_binary_where_nobody_writes_one_is_refused()
    {
        var archive = SomeArchive.OfHost().Tar();
        archive[1024 + 148] = 0x80;
        Refused(archive, "archive is damaged or cut short: ");
        archive[148] = 0x80;
        Refused(archive, "not an archive: ");
    }

    [Fact]
    public void An_archive_cut_short_is_refused_wherever_anything_is_missing()
    {
        var noise = new byte[2000];
        new Random(1).NextBytes(noise);
        var (compressed, plain) = (SomeArchive.OfHost().Add("etc/noise"u8.ToArray(), noise).Gzip(), SomeArchive.OfHost().Tar());

        // The end of a compressed archive is the zeros after its last entry, and a checksum.
        var missed = 0;
        for (var length = 0; length < compressed.Length; length++)
            try
            {
                using var root = Open(compressed[..length]);
                using var last = root.Open("etc/noise")!;
                Assert.Equal(noise.Length, last.Length);
                missed++;
            }
            catch (CannotCheckException fault)
            {
                Assert.StartsWith(length < 2 ? "not an archive: " : "archive is ", fault.Message);
                Assert.Empty(Directory.GetFileSystemEntries(TemporaryParent));
            }
        Assert.InRange(missed, 0, 40);
        for (var length = 512; length < plain.Length - 2 * 512; length += 256)
            Refused(plain[..length], "archive is cut short: ");
    }

    [Fact]
    public void An_archive_in_which_a_byte_is_another_is_refused_or_tells_the_same()
    {
        var compressed = SomeArchive.OfHost().Gzip();
        for (var at = 10; at < compressed.Length; at++)
        {
            var damaged = (byte[])compressed.Clone();
            damaged[at] ^= 0x10;
            try
            {
                using var root = Open(damaged);
                Assert.Equal("web01", root.ReadLine("etc/hostname"));
            }
            catch (CannotCheckException)
            {
                // As it should be.
            }
            Assert.Empty(Directory.GetFileSystemEntries(TemporaryParent));
        }
    }

    [Fact]
    public void What_is_no_archive_or_of_nothing_that_is_examined_is_refused()
    {
        Refused("no archive"u8.ToArray(), "not an archive: ");
        Refused(new byte[2048], "not an archive: ");
        Refused([], "not an archive: ");
        Refused([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 0], "archive is compressed with xz: ");
        Refused(new SomeArchive().Add("holiday.jpg", "x").Gzip(), "archive holds no host's files: ");
    }

    [Fact]
    public void An_interrupted_run_leaves_nothing()
    {
        using var interrupted = new CancellationTokenSource();
        var archive = folder.Write("host.tar.gz", SomeArchive.OfHost().Gzip());

        Assert.Throws<OperationCanceledException>(() =>
            ArchiveRoot.Open(archive, Small, TemporaryParent, factsOnly: false, told.Add, (_, _) => interrupted.Cancel(), interrupted.Token));
        Assert.Empty(Directory.GetFileSystemEntries(TemporaryParent));
    }

    [Fact]
    public void A_large_file_stays_packed_where_only_facts_are_wanted()
    {
        var archive = folder.Write("host.tar.gz", SomeArchive.OfHost().Add("var/log/large", new string('x', 5000)).Gzip());

        using var root = ArchiveRoot.Open(archive, Small, TemporaryParent, factsOnly: true, told.Add, null, CancellationToken.None);

        Assert.Equal("web01", root.ReadLine("etc/hostname"));
        Assert.Null(root.ReadLine("var/log/large"));
    }

    private EvidenceRoot Open(byte[] archive) =>
        ArchiveRoot.Open(folder.Write("host.tar.gz", archive), Small, TemporaryParent, factsOnly: false, told.Add, null, CancellationToken.None);

    private void Refused(byte[] archive, string message)
    {
        var fault = Assert.Throws<CannotCheckException>(() => Open(archive));
        Assert.StartsWith(message, fault.Message);
        Assert.EndsWith(folder["host.tar.gz"], fault.Message);
        Assert.NotNull(fault.Hint);
        Assert.Empty(Directory.GetFileSystemEntries(TemporaryParent));
    }
}
