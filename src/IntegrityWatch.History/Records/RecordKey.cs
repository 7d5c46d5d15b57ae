using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Evidence.Uses;
using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>
/// A document's id: two hashes of 16 bytes. LiteDB indexes at most 1,021 bytes, and a path may have 4,096; keys that begin with
/// the same hash lie together, so that one range holds everything about a path.
/// </summary>
internal readonly record struct RecordKey(UInt128 First, UInt128 Second) : IComparable<RecordKey>
{
    /// <summary>The field of a document that holds its key.</summary>
    public const string Field = "_id";

    private const int HashSize = 16;
    private const int MostOnStack = 512;

    /// <summary>The key with its second hash first.</summary>
    public RecordKey Reversed => new(Second, First);

    /// <summary>The highest key that begins with the same hash.</summary>
    public RecordKey HighestBeside => new(First, UInt128.MaxValue);

    public static RecordKey Of(HostPath path, Digest digest) => new(HashOf(path), HashOf(digest));

    /// <summary>Of a use that is not the host's.</summary>
    public static RecordKey Of(HostPath path, Digest digest, Realm realm, string? container) =>
        new(HashOf(path), HashOf($"{digest}\0{(int)realm}\0{container}"));

    public static RecordKey Of(IncidentKey incident) => new(HashOf(incident.Path), HashOf($"{incident.Kind}\0{incident.Subject}"));

    public static RecordKey Of(string text) => new(HashOf(text), 0);

    /// <summary>For records that follow one another under one name.</summary>
    public static RecordKey Of(string text, long number) => new(HashOf(text), (ulong)number);

    public static RecordKey Of(int number) => new((uint)number, 0);

    /// <summary>The lowest key that a document of the path can have.</summary>
    public static RecordKey LowestOf(HostPath path) => new(HashOf(path), UInt128.MinValue);

    /// <summary>The lowest key that an <see cref="IndexEntry"/> of the digest can have.</summary>
    public static RecordKey LowestOf(Digest digest) => new(HashOf(digest), UInt128.MinValue);

    private static UInt128 HashOf(HostPath path) => HashOf(path.Bytes);

    private static UInt128 HashOf(Digest digest)
    {
        var length = Encoding.UTF8.GetByteCount(digest.Algorithm) + 1 + digest.Value.Length;
        var named = length <= MostOnStack ? stackalloc byte[length] : new byte[length];
        var algorithm = Encoding.UTF8.GetBytes(digest.Algorithm, named);
        named[algorithm] = 0;
        digest.Value.CopyTo(named[(algorithm + 1)..]);
        return HashOf(named);
    }

    /// <summary>In the order of <see cref="CompareTo"/>, byte by byte.</summary>
    public BsonValue ToBson()
    {
        var bytes = new byte[2 * HashSize];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, First);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(HashSize), Second);
        return new BsonValue(bytes);
    }

    /// <exception cref="InvalidDataException">They are no key.</exception>
    public static RecordKey FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == 2 * HashSize
        ? new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[HashSize..]))
        : throw new InvalidDataException($"a key of {bytes.Length} bytes");

    public int CompareTo(RecordKey other) => First != other.First ? First.CompareTo(other.First) : Second.CompareTo(other.Second);

    private static UInt128 HashOf(string text) => HashOf(Encoding.UTF8.GetBytes(text));

    private static UInt128 HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
