using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Evidence.Packages.Rpm;
using Microsoft.Data.Sqlite;

namespace IntegrityWatch.Tests.Evidence.Packages.Rpm;

public sealed class RpmStoreTests : IDisposable
{
    private const string NewPlace = "usr/lib/sysimage/rpm/rpmdb.sqlite";
    private const string OldPlace = "var/lib/rpm/rpmdb.sqlite";

    private readonly TemporaryFolder folder = new();
    private readonly List<IDisposable> open = [];

    public void Dispose()
    {
        open.Reverse();
        open.ForEach(one => one.Dispose());
        folder.Dispose();
    }

    [Theory]
    [InlineData(NewPlace)]
    [InlineData(OldPlace)]
    public void The_database_is_found_in_both_places(string place)
    {
        folder.Write(place, Real());

        Assert.Equal(4, Open().Packages.Count);
        Assert.Single(Open().OwnersOf([HostPath.Of("/usr/bin/iw-tool")]));
    }

    [Fact]
    public void The_new_place_goes_before_the_old_one()
    {
        folder.Write(NewPlace, Real());
        folder.Write(OldPlace, "old");

        Assert.Equal(4, Open().Packages.Count);
    }

    [Fact]
    public void On_a_host_with_dpkg_packages_an_rpm_database_is_not_asked()
    {
        folder.Write(NewPlace, Real());
        folder.Write("var/lib/dpkg/status", "");
        Assert.Equal("rpm", Open().Manager.Name);

        folder.Write("var/lib/dpkg/status", "Package: some\n");

        Assert.Equal("dpkg", Open().Manager.Name);
    }

    [Fact]
    public void Changes_in_the_log_are_read_and_nothing_is_written_beside_it()
    {
        var source = folder.Write("source/rpmdb.sqlite", Real());
        using (var writer = SystemSqlite.Open(source, SqliteOpenMode.ReadWrite))
        {
            Run(writer, "PRAGMA journal_mode = WAL; DELETE FROM Packages WHERE hnum = (SELECT hnum FROM Name WHERE key = 'iw-other')");
            folder.Write("root/" + NewPlace, File.ReadAllBytes(source));
            folder.Write("root/" + NewPlace + "-wal", File.ReadAllBytes(source + "-wal"));
        }
        var before = Directory.GetFiles(Path.GetDirectoryName(folder["root/" + NewPlace])!);
        var database = Open("root");

        Assert.Equal(3, database.Packages.Count);
        Assert.DoesNotContain("iw-other", database.Packages.Keys);
        Assert.Empty(database.OwnersOf([HostPath.Of("/usr/bin/iw-other")]));
        Assert.Empty(database.Problems);
        Assert.Equal(before, Directory.GetFiles(Path.GetDirectoryName(folder["root/" + NewPlace])!));
    }

    [Fact]
    public void The_stamp_changes_with_the_database_and_with_its_log()
    {
        folder.Write(NewPlace, Real());
        var first = Open().Stamp;
        Assert.Equal(first, Open().Stamp);
        folder.Write(NewPlace + "-wal", "");
        Assert.Equal(first, Open().Stamp);
        folder.Write(NewPlace + "-wal", "some");
        var second = Open().Stamp;
        File.SetLastWriteTimeUtc(folder[NewPlace], DateTime.UnixEpoch);

        Assert.Equal(3, new[] { first, second, Open().Stamp }.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no database, only text that is as long as the first page's head would have to be: one hundred bytes")]
    public void What_is_no_database_is_told_once(string content)
    {
        folder.Write(NewPlace, content);

        AssertFault(Open(), "rpm database cannot be read (");
    }

    [Fact]
    public void A_database_that_changes_while_it_is_read_is_told()
    {
        folder.Write(NewPlace, Real());
        var database = Open();
        Assert.Equal(4, database.Packages.Count);
        File.SetLastWriteTimeUtc(folder[NewPlace], DateTime.UnixEpoch);

        Assert.Empty(database.OwnersOf([HostPath.Of("/usr/bin/iw-tool")]));
        Assert.StartsWith("rpm database changed while it was read: ", database.Fault?.Message);
    }

    [Theory]
    [InlineData("DROP TABLE Packages; CREATE VIEW Packages AS WITH RECURSIVE n(hnum) AS (SELECT 1 UNION ALL SELECT hnum + 1 FROM n) SELECT hnum, x'00' AS blob FROM n")]
    [InlineData("DROP TABLE Basenames")]
    public void Another_database_than_rpms_is_told(string change)
    {
        var file = folder.Write(NewPlace, Real());
        using (var writer = SystemSqlite.Open(file, SqliteOpenMode.ReadWrite))
            Run(writer, "PRAGMA journal_mode = DELETE; " + change);

        AssertFault(Open(), "rpm database cannot be read (");
    }

    [Fact]
    public void A_database_without_a_package_is_told()
    {
        var file = folder.Write(NewPlace, Real());
        using (var writer = SystemSqlite.Open(file, SqliteOpenMode.ReadWrite))
            Run(writer, "PRAGMA journal_mode = DELETE; DELETE FROM Packages");

        AssertFault(Open(), "rpm database has no package in it: ");
    }

    [Theory]
    [InlineData(NewPlace)]
    [InlineData(OldPlace)]
    public void While_rpm_holds_its_lock_the_database_is_being_changed(string place)
    {
        folder.Write(place, Real());
        var lockFile = folder.Write(Path.GetDirectoryName(place) + "/.rpm.lock", "");
        using var database = Open();
        var atRest = database.Stamp;
        Assert.False(database.IsBeingChanged);
        using (HeldLock.Of(lockFile))
        {
            Assert.True(database.IsBeingChanged);
            Assert.NotEqual(atRest, Open().Stamp);
            Assert.Equal(4, Open().Packages.Count);
        }

        Assert.False(database.IsBeingChanged);
        Assert.Equal(atRest, Open().Stamp);
    }

    [Fact]
    public void Who_only_asks_rpm_holds_nobody_up()
    {
        folder.Write(NewPlace, Real());
        using var held = HeldLock.Of(folder.Write("usr/lib/sysimage/rpm/.rpm.lock", ""), isToWrite: false);

        Assert.False(Open().IsBeingChanged);
    }

    [Theory]
    [InlineData("x''")]
    [InlineData("x'000000'")]
    [InlineData("x'FFFFFFFFFFFFFFFF'")]
    [InlineData("x'0000000000000000'")]
    [InlineData("'text'")]
    [InlineData("zeroblob(100000)")]
    public void A_header_that_is_none_is_left_out_and_counted(string blob)
    {
        var file = folder.Write(NewPlace, Real());
        using (var writer = SystemSqlite.Open(file, SqliteOpenMode.ReadWrite))
            Run(writer, $"PRAGMA journal_mode = DELETE; UPDATE Packages SET blob = {blob} WHERE hnum = (SELECT hnum FROM Name WHERE key = 'iw-tool')");
        var database = Open();

        Assert.Equal(3, database.Packages.Count);
        Assert.DoesNotContain("iw-tool", database.Packages.Keys);
        Assert.Empty(database.OwnersOf([HostPath.Of("/usr/bin/iw-tool")]));
        Assert.Equal([$"left out 1 entries that are no package: {folder.Path}/{NewPlace}"], database.Problems);
    }

    [Fact]
    public void A_name_that_leads_to_another_file_finds_nothing()
    {
        var file = folder.Write(NewPlace, Real());
        using (var writer = SystemSqlite.Open(file, SqliteOpenMode.ReadWrite))
            Run(writer, "PRAGMA journal_mode = DELETE; UPDATE Basenames SET key = 'bash'; UPDATE Basenames SET idx = -1 WHERE idx = 1; "
                + "UPDATE Basenames SET idx = 9223372036854775807 WHERE idx = 2; UPDATE Basenames SET hnum = 1000 WHERE idx = 3");

        Assert.Empty(Open().OwnersOf([HostPath.Of("/usr/bin/bash"), HostPath.Of("/usr/bin/iw-tool")]));
    }

    [Theory]
    [InlineData("var/lib/rpm/Packages")]
    [InlineData("usr/lib/sysimage/rpm/Packages.db")]
    public void A_database_of_an_older_kind_is_told(string place)
    {
        folder.Write(place, "some");

        AssertFault(Open(), "rpm database is of an older kind than SQLite: ");
    }

    [Fact]
    public void Flipped_bytes_never_crash_and_never_loop()
    {
        var real = Real();
        var random = new Random(1);
        for (var round = 0; round < 150; round++)
        {
            var broken = real.ToArray();
            for (var flips = random.Next(1, 200); flips > 0; flips--)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            folder.Write(NewPlace, broken);
            using var root = new EvidenceRoot(folder.Path);
            using var database = PackageManagers.OpenDatabase(root)!;

            _ = database.Packages;
            _ = database.Files().Count();
            _ = database.OwnersOf([HostPath.Of("/usr/bin/iw-tool"), HostPath.Of("/usr/bin/iw-other-old")]);
            Assert.All(database.Problems, problem => Assert.DoesNotContain('\n', problem));
        }
    }

    private static void AssertFault(IPackageDatabase database, string message)
    {
        Assert.Empty(database.Packages);
        Assert.Empty(database.OwnersOf([HostPath.Of("/usr/bin/iw-tool")]));
        Assert.Empty(database.Files());
        Assert.StartsWith(message, database.Fault?.Message);
        Assert.NotNull(database.Fault?.Hint);
        Assert.Equal([database.Fault.Message], database.Problems);
    }

    private static byte[] Real() => File.ReadAllBytes(Path.Combine(Captures.Root("rpm/upgraded"), NewPlace));

    private static void Run(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private IPackageDatabase Open(string below = "")
    {
        var root = new EvidenceRoot(folder[below]);
        var database = PackageManagers.OpenDatabase(root)!;
        open.AddRange([root, database]);
        return database;
    }
}
