using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>
/// Writes an evidence root: measurement list, PCR 10 of two banks, boot and audit log. Beside the root's files it leaves the
/// banks in the form in which evmctl reads them, as evmctl-sha1 and evmctl-sha256.
/// </summary>
internal sealed class EvidenceGenerator(GenerateOptions options)
{
    private static readonly DateTimeOffset FirstBoot = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan BetweenBoots = TimeSpan.FromHours(6);

    private readonly DateTimeOffset bootedAt = FirstBoot + options.Boot * BetweenBoots;
    private readonly IMeasuredFiles files = options.Measured is { } folder
        ? new RealFiles(options.Root, folder)
        : new MadeUpFiles(options.Entries, options.Seed, options.Boot, options.Changes);

    /// <summary>What was written, in one line.</summary>
    /// <exception cref="IOException">The root cannot be written, or holds more than was asked for.</exception>
    public string Write()
    {
        var (list, listBytes) = WriteList();
        foreach (var pcr in list.Pcrs)
        {
            Put($"sys/class/tpm/tpm0/pcr-{pcr.Bank}/10", pcr.Hex + "\n");
            Put($"evmctl-{pcr.Bank}", ForEvmctl(pcr));
        }
        Put("sys/kernel/security/ima/runtime_measurements_count", $"{list.Entries}\n");
        Put("sys/kernel/security/ima/violations", "0\n");
        Put("etc/hostname", "generated\n");
        Put("proc/uptime", "21000.00 42000.00\n");
        Put("proc/stat", $"btime {bootedAt.ToUnixTimeSeconds()}\n");
        var told = $"{list.Entries} entries, {listBytes} bytes, boot {options.Boot}";
        return options.LogLines > 0 ? $"{told}; {WriteLog()}" : told;
    }

    private (ListWriter, long) WriteList()
    {
        var place = InRoot("sys/kernel/security/ima/binary_runtime_measurements");
        var bootId = BootId();
        var bootPlace = InRoot("proc/sys/kernel/random/boot_id");
        if (File.Exists(bootPlace) && File.ReadAllText(bootPlace).Trim() != bootId)
            File.Delete(place);
        Put("proc/sys/kernel/random/boot_id", bootId + "\n");
        var writer = new ListWriter();
        long bytes;
        using (var list = new GrowingFile(place))
        {
            writer.Write(list, files, bootId);
            bytes = list.End();
        }
        // A list of another host is as old as its file says.
        File.SetLastWriteTimeUtc(place, (bootedAt + TimeSpan.FromMinutes(1) + TimeSpan.FromMilliseconds(10) * writer.Entries).UtcDateTime);
        return (writer, bytes);
    }

    private string WriteLog()
    {
        // The log's earlier boots are written already; how long they made it stands beside it.
        var place = InRoot("var/log/audit/audit.log");
        var mark = InRoot($"log-before-boot-{options.Boot}");
        if (!File.Exists(mark))
            File.WriteAllText(mark, (File.Exists(place) ? new FileInfo(place).Length : 0).ToString());
        var before = long.Parse(File.ReadAllText(mark), CultureInfo.InvariantCulture);

        var writer = new LogWriter(new CapturedEvents(options.IsEnriched), files, options.LinesPerRule, options.LogFiles ?? files.Count);
        using var log = new GrowingFile(place, before);
        writer.Write(log, options.LogLines, bootedAt);
        return $"log of {log.End()} bytes, in this boot {writer.Lines} lines, {writer.Rules} INTEGRITY_RULE";
    }

    private string BootId()
    {
        Span<byte> input = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(input, options.Seed);
        BinaryPrimitives.WriteInt32LittleEndian(input[4..], options.Boot);
        return new Guid(SHA256.HashData(input).AsSpan(0, 16)).ToString();
    }

    private static string ForEvmctl(Pcr ten)
    {
        var text = new StringBuilder();
        for (var number = 0; number < 24; number++)
            text.Append($"PCR-{number:00}: ")
                .AppendJoin(' ', (number == 10 ? ten.Hex : new string('0', ten.Hex.Length)).Chunk(2).Select(pair => new string(pair)))
                .Append('\n');
        return text.ToString();
    }

    private void Put(string place, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InRoot(place))!);
        File.WriteAllText(InRoot(place), content);
    }

    private string InRoot(string place) => Path.Combine(options.Root, place);
}
