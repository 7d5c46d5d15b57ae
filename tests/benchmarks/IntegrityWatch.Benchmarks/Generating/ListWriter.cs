using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>
/// Writes a binary measurement list of template ima-sig without signatures, which is what Debian's kernel writes, with SHA-1 template
/// digests, and works out PCR 10 of the banks sha1 and sha256.
/// </summary>
internal sealed class ListWriter
{
    private const int PcrNumber = 10;

    private readonly Pcr sha1 = new(HashAlgorithmName.SHA1, SHA1.HashSizeInBytes);
    private readonly Pcr sha256 = new(HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
    private readonly ArrayBufferWriter<byte> entry = new();
    private readonly ArrayBufferWriter<byte> data = new();

    public IReadOnlyList<Pcr> Pcrs => [sha1, sha256];

    public int Entries { get; private set; }

    /// <summary>Writes the boot aggregate and an entry for each file.</summary>
    public void Write(GrowingFile list, IMeasuredFiles files, string bootId)
    {
        Add(list, new MeasuredFile("boot_aggregate"u8.ToArray(), SHA256.HashData(Convert.FromHexString(bootId.Replace("-", "", StringComparison.Ordinal)))));
        for (var number = 0; number < files.Count; number++)
            Add(list, files[number]);
    }

    private void Add(GrowingFile list, MeasuredFile file)
    {
        data.ResetWrittenCount();
        Number(data, "sha256:\0"u8.Length + file.Digest.Length);
        data.Write("sha256:\0"u8);
        data.Write(file.Digest);
        Number(data, file.Path.Length + 1);
        data.Write(file.Path);
        data.Write("\0"u8);
        Number(data, 0);

        var template = sha1.Extend(data.WrittenSpan);
        sha256.Extend(data.WrittenSpan);

        entry.ResetWrittenCount();
        Number(entry, PcrNumber);
        entry.Write(template);
        Number(entry, "ima-sig"u8.Length);
        entry.Write("ima-sig"u8);
        Number(entry, data.WrittenCount);
        entry.Write(data.WrittenSpan);
        list.Write(entry.WrittenSpan);
        Entries++;
    }

    private static void Number(ArrayBufferWriter<byte> buffer, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), number);
        buffer.Advance(sizeof(int));
    }
}
