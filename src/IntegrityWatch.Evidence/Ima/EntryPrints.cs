using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// Tells the entries of a list apart in 64 bits each, so that a list which lost its head can be laid beside what was read of it before.
/// A print covers what the entry says and not its template digest, so it is the same in each form of the list.
/// </summary>
internal sealed class EntryPrints : IDisposable
{
    /// <summary>How many are remembered: a list that lost its head is laid beside the latest of them.</summary>
    public const int MostKept = 32 * 1024;

    private readonly BankHash hash = BankHash.Of(DigestAlgorithm.Sha256);
    private readonly byte[] digest = new byte[DigestAlgorithm.Sha256.Width];
    private readonly List<ulong> prints = [];
    private byte[] buffer = new byte[1024];

    /// <summary>In the order of the list.</summary>
    public ReadOnlySpan<ulong> All => CollectionsMarshal.AsSpan(prints);

    public void Add(in MeasurementEntry entry) => prints.Add(Of(entry));

    public ulong Of(in MeasurementEntry entry)
    {
        // An ASCII list has no data of a template that is not known here, but it has the digest.
        var said = entry.TemplateData.IsEmpty ? entry.TemplateDigest : entry.TemplateData;
        var start = 2 + entry.TemplateName.Length;
        if (buffer.Length < start + said.Length)
            buffer = new byte[(start + said.Length) * 2];
        buffer[0] = (byte)entry.Pcr;
        buffer[1] = entry.Kind == MeasurementKind.Violation ? (byte)1 : (byte)0;
        Encoding.ASCII.GetBytes(entry.TemplateName, buffer.AsSpan(2));
        said.CopyTo(buffer.AsSpan(start));
        hash.Compute(buffer.AsSpan(0, start + said.Length), digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <summary>Those of the latest entries, to be remembered.</summary>
    /// <param name="before">Those that were remembered of the entries before the first that was added here.</param>
    public byte[] Keep(ReadOnlySpan<byte> before)
    {
        var own = All[Math.Max(0, prints.Count - MostKept)..];
        var room = (MostKept - own.Length) * sizeof(ulong);
        return [.. before[Math.Max(0, before.Length - room)..], .. MemoryMarshal.AsBytes(own)];
    }

    /// <summary>What <see cref="Keep"/> made; empty where it is not of whole prints.</summary>
    public static ReadOnlySpan<ulong> Read(ReadOnlySpan<byte> kept) =>
        kept.Length % sizeof(ulong) == 0 ? MemoryMarshal.Cast<byte, ulong>(kept) : default;

    public void Dispose() => hash.Dispose();
}
