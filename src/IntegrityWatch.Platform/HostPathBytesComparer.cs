namespace IntegrityWatch.Platform;

/// <summary>Lets a set of paths be asked for bytes that are not a path yet.</summary>
public sealed class HostPathBytesComparer
    : IEqualityComparer<HostPath>, IAlternateEqualityComparer<ReadOnlySpan<byte>, HostPath>
{
    public static readonly HostPathBytesComparer Instance = new();

    public bool Equals(HostPath x, HostPath y) => x == y;

    public int GetHashCode(HostPath path) => GetHashCode(path.Bytes);

    public bool Equals(ReadOnlySpan<byte> alternate, HostPath other) => alternate.SequenceEqual(other.Bytes);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = new HashCode();
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public HostPath Create(ReadOnlySpan<byte> alternate) => new(alternate);
}
