using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrityWatch.Evidence.Collecting;

namespace IntegrityWatch.Tests.Evidence.Collecting;

public sealed class EvidenceCollectorTests : IDisposable
{
    private const string Audit = "var/log/audit/audit.log";

    private readonly TemporaryFolder folder = new();
    private readonly List<(string Name, byte[] Content)> packed = [];
    private Collection? collection;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_registers_and_the_count_go_before_the_list_which_then_has_at_least_as_much()
    {
        Collect(Captures.Root("rocke/after"));

        var names = packed.Select(file => file.Name).ToList();
        var lists = names.Where(name => name.EndsWith("_runtime_measurements", StringComparison.Ordinal)).Select(name => names.IndexOf(name)).ToList();
        var registers = names.Where(name => name.StartsWith("sys/class/tpm/", StringComparison.Ordinal)).Select(name => names.IndexOf(name)).ToList();
        Assert.Equal(2, lists.Count);
        Assert.NotEmpty(registers);
        Assert.True(registers.Max() < lists.Min());
        Assert.InRange(names.IndexOf("sys/kernel/security/ima/runtime_measurements_count"), 0, lists.Min());
        Assert.Equal("integritywatch-collect.json", names[^1]);
    }

    [Fact]
    public void The_manifest_accounts_for_every_file_and_for_what_is_missing()
    {
        Collect(Captures.Root("rocke/after"));

        using var manifest = JsonDocument.Parse(packed[^1].Content);
        Assert.Equal(packed.SkipLast(1).Select(file => (file.Name, file.Content.LongLength, Convert.ToHexStringLower(SHA256.HashData(file.Content)))),
            manifest.RootElement.GetProperty("files").EnumerateArray().Select(file =>
                (file.GetProperty("path").GetString()!, file.GetProperty("bytes").GetInt64(), file.GetProperty("sha256").GetString()!)));
        Assert.Contains(manifest.RootElement.GetProperty("missing").EnumerateArray(), missing =>
            missing.GetProperty("path").GetString() == "sys/kernel/security/ima/policy" && missing.GetProperty("reason").GetString() == "there is none");
        Assert.Equal("web01", manifest.RootElement.GetProperty("host").GetString());
    }

    [Fact]
    public void Of_users_only_names_and_numbers_are_packed()
    {
        Host();
        folder.Write("etc/passwd", "root:$6$hash:0:0:Jane Doe,+1 555:/root:/bin/bash\nbroken\ndeploy:x:1000:1000::/home/deploy:\n");
        folder.Write("etc/shadow", "root:$6$hash:20000::::::\n");

        Collect(folder.Path);

        Assert.Equal("root:x:0::::\ndeploy:x:1000::::\n", Text("etc/passwd"));
        Assert.DoesNotContain(packed, file => file.Name.Contains("shadow", StringComparison.Ordinal)
            || Encoding.UTF8.GetString(file.Content).Contains("Jane Doe", StringComparison.Ordinal));
    }

    [Fact]
    public void The_audit_log_is_packed_oldest_first_up_to_its_size_at_opening()
    {
        Host();
        folder.Write(Audit + ".1", "older\n");
        folder.Write(Audit, "newer\n");

        Collect(folder.Path, progress: (done, total) =>
        {
            if (done == 1 && total == 2)
                File.AppendAllText(folder[Audit], "too late\n");
        });

        Assert.Equal([Audit + ".1", Audit], packed.Select(file => file.Name).Where(name => name.StartsWith(Audit, StringComparison.Ordinal)));
        Assert.Equal(("older\n", "newer\n"), (Text(Audit + ".1"), Text(Audit)));
    }

    [Fact]
    public void A_rotation_meanwhile_neither_doubles_nor_loses_a_record()
    {
        Host();
        folder.Write(Audit + ".1", "older\n");
        folder.Write(Audit, "newer\n");

        Collect(folder.Path, progress: (done, total) =>
        {
            if (done != 1 || total != 2)
                return;
            File.Move(folder[Audit + ".1"], folder[Audit + ".2"]);
            File.Move(folder[Audit], folder[Audit + ".1"]);
            folder.Write(Audit, "newest\n");
        });

        Assert.Equal(("older\n", "newer\n"), (Text(Audit + ".1"), Text(Audit)));
    }

    [Fact]
    public void Where_there_is_no_room_the_oldest_logs_stay_and_it_is_told()
    {
        Host();
        folder.Write(Audit + ".2", new string('c', 100));
        folder.Write(Audit + ".1", new string('b', 3000));
        folder.Write(Audit, new string('a', 500));

        Collect(folder.Path, mostBytes: 2000);

        Assert.Contains(packed, file => file.Name == Audit);
        Assert.DoesNotContain(packed, file => file.Name.StartsWith(Audit + ".", StringComparison.Ordinal));
        Assert.Equal([Audit + ".2", Audit + ".1"], collection!.Missing.Where(missing => missing.Reason.Contains("--max-size", StringComparison.Ordinal)
            && missing.IsLoss).Select(missing => missing.Path));
    }

    [Fact]
    public void A_host_that_says_nothing_gives_no_archive()
    {
        folder.Write("etc/hostname", "web01");
        Assert.StartsWith("neither a measurement list nor an audit log can be read: ",
            Assert.Throws<CannotCheckException>(() => Collect(folder.Path)).Message);
    }

    [Fact]
    public void Programs_that_the_list_names_are_packed_where_they_are_asked_for()
    {
        Collect(Captures.Root("patch-day/upgraded"), withPrograms: true);
        Assert.Contains(packed, file => file.Name == "usr/lib/x86_64-linux-gnu/libcrypto.so.3");

        packed.Clear();
        Collect(Captures.Root("patch-day/upgraded"));
        Assert.DoesNotContain(packed, file => file.Name.StartsWith("usr/", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_list_names_and_is_no_program_stays_where_it_is()
    {
        Host();
        var (list, name) = ("sys/kernel/security/ima/ascii_runtime_measurements", "/etc/shadow");
        folder.Write(list, $"10 {new string('a', 40)} ima-ng sha256:{new string('b', 64)} {name}\n");
        folder.Write("etc/shadow", "root:$6$hash\n");

        Collect(folder.Path, withPrograms: true);

        Assert.Contains(packed, file => file.Name == list);
        Assert.DoesNotContain(packed, file => file.Name == "etc/shadow");
    }

    /// <summary>The least that is worth packing.</summary>
    private void Host() => folder.Write(Audit, "type=DAEMON_START msg=audit(1700000000.000:1): op=start\n");

    private string Text(string name) => Encoding.UTF8.GetString(Assert.Single(packed, file => file.Name == name).Content);

    private void Collect(string path, bool withPrograms = false, long mostBytes = 1 << 30, Action<int, int>? progress = null)
    {
        using var root = new EvidenceRoot(path);
        using var archive = new MemoryStream();
        using (var scratch = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose))
            collection = EvidenceCollector.Collect(new CollectRequest
            {
                Root = root,
                MostBytes = mostBytes,
                WithPrograms = withPrograms,
                Tool = ("integritywatch", "1"),
                Now = DateTimeOffset.UtcNow,
            }, archive, scratch, progress, CancellationToken.None);
        archive.Position = 0;
        using var reader = new TarReader(archive);
        while (reader.GetNextEntry() is { } entry)
            if (entry.EntryType == TarEntryType.RegularFile)
                packed.Add((entry.Name, Content(entry)));
    }

    private static byte[] Content(TarEntry entry)
    {
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }
}
