using System.IO.Compression;
using System.Text;

namespace IntegrityWatch.Tests.Evidence.Packages.Dpkg;

public sealed class DpkgLogTests : IDisposable
{
    private readonly DpkgRoot host = new();

    public DpkgLogTests() => host.Install("some", "2.0-1");

    public void Dispose() => host.Dispose();

    [Theory]
    [InlineData("2026-11-23 17:07:38 upgrade some:amd64 1.0-1 2.0-1", "1.0-1")]
    [InlineData("2026-11-23 17:07:38 install some:amd64 <none> 2.0-1", null)]
    [InlineData("2026-11-23 17:07:38 install some:amd64 1.0-1 2.0-1", "1.0-1")]
    [InlineData("2026-11-23 17:07:38 upgrade some:amd64 2.0-1 2.0-1", null)]
    public void The_log_tells_when_a_package_changed_and_from_what(string line, string? previous)
    {
        host.Write("var/log/dpkg.log", $"2026-11-23 17:07:37 startup archives unpack\n{line}\n2026-11-23 18:00:00 status installed some:amd64 2.0-1\n");

        var package = host.Open().Packages["some"];

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 17, 7, 38, TimeSpan.Zero), package.ChangedAt);
        Assert.Equal(TimeSpan.Zero, package.ChangedAt?.Offset);
        Assert.Equal(previous, package.PreviousVersion);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-23 17:07:38 upgrade some:i386 1.0-1 2.0-1\n")]
    [InlineData("2026-11-23 17:07:38 upgrade other:amd64 1.0-1 2.0-1\n")]
    [InlineData("2026-11-23 17:07:38 upgrade some:amd64 1.0-1 1.5-1\n")]
    [InlineData("2026-11-23 17:07:38 configure some:amd64 2.0-1 <none>\n")]
    [InlineData("2026-11-23 17:07:38 upgrade some:amd64 2.0-1\n")]
    [InlineData("2026-13-23 17:07:38 upgrade some:amd64 1.0-1 2.0-1\n")]
    [InlineData("0000-00-00 00:00:00 upgrade some:amd64 1.0-1 2.0-1\n")]
    public void What_the_log_does_not_tell_is_not_guessed(string log)
    {
        host.Write("var/log/dpkg.log", log);

        Assert.Null(host.Open().Packages["some"].ChangedAt);
        Assert.Null(host.Open().Packages["some"].PreviousVersion);
    }

    [Fact]
    public void Of_several_changes_the_latest_to_the_installed_version_counts()
    {
        host.Write("var/log/dpkg.log", """
            2026-01-01 00:00:00 upgrade some:amd64 1.0-1 2.0-1
            2026-01-02 00:00:00 upgrade some:amd64 2.0-1 3.0-1
            2026-01-03 00:00:00 upgrade some:amd64 3.0-1 2.0-1
            2026-01-04 00:00:00 upgrade some:amd64 2.0-1 4.0-1

            """);

        Assert.Equal(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), host.Open().Packages["some"].ChangedAt);
        Assert.Equal("3.0-1", host.Open().Packages["some"].PreviousVersion);
    }

    [Fact]
    public void Rotated_logs_are_read_the_youngest_first()
    {
        host.Install("old", "1.0-1");
        host.Write("var/log/dpkg.log.1", "2026-02-01 00:00:00 upgrade some:amd64 1.0-1 2.0-1\n");
        host.Write("var/log/dpkg.log.2.gz", Packed("2026-01-01 00:00:00 upgrade some:amd64 0.5-1 2.0-1\n2026-01-02 00:00:00 install old:amd64 <none> 1.0-1\n"));
        host.Write("var/log/dpkg.log.4.gz", Packed("2026-01-03 00:00:00 install old:amd64 <none> 1.0-1\n"));

        Assert.Equal("1.0-1", host.Open().Packages["some"].PreviousVersion);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), host.Open().Packages["old"].ChangedAt);
    }

    [Fact]
    public void A_log_that_cannot_be_unpacked_is_told()
    {
        host.Write("var/log/dpkg.log.1.gz", "this is not packed");

        var database = host.Open();

        Assert.Null(database.Packages["some"].ChangedAt);
        Assert.Equal([$"left out 1 files that cannot be read: {host.Folder}/var/log/dpkg.log.1.gz"], database.Problems);
    }

    [Theory]
    [InlineData("Europe/Berlin", 11, 16)]
    [InlineData("Europe/Berlin", 7, 15)]
    [InlineData("Etc/UTC", 7, 17)]
    [InlineData("../../../etc/passwd", 7, 17)]
    [InlineData("/etc/localtime", 7, 17)]
    [InlineData("No/Such", 7, 17)]
    public void The_time_is_in_the_zone_that_the_host_names(string zone, int month, int hour)
    {
        host.Write("etc/timezone", zone + "\n");
        host.Write("var/log/dpkg.log", $"2026-{month:d2}-23 17:07:38 upgrade some:amd64 1.0-1 2.0-1\n");

        Assert.Equal(new DateTimeOffset(2026, month, 23, hour, 7, 38, TimeSpan.Zero), host.Open().Packages["some"].ChangedAt);
    }

    [Fact]
    public void The_zone_that_programs_go_by_is_before_the_one_that_is_written_down()
    {
        host.Write("usr/share/zoneinfo/Asia/Tokyo", "");
        host.Write("etc/timezone", "Europe/Berlin\n");
        File.CreateSymbolicLink(Path.Combine(host.Folder, "etc/localtime"), "/usr/share/zoneinfo/Asia/Tokyo");
        host.Write("var/log/dpkg.log", "2026-11-23 17:07:38 upgrade some:amd64 1.0-1 2.0-1\n");

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 8, 7, 38, TimeSpan.Zero), host.Open().Packages["some"].ChangedAt);
    }

    private static byte[] Packed(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
