using System.Text;

namespace IntegrityWatch.Platform;

/// <summary>
/// A path as the kernel reports it: any bytes but NUL, in no particular encoding, up to 4,096 of them.
/// Two paths are the same when their bytes are.
/// </summary>
public readonly struct HostPath : IEquatable<HostPath>, IComparable<HostPath>
{
    /// <summary>PATH_MAX of the kernel.</summary>
    public const int MostBytes = 4096;

    private readonly byte[]? bytes;

    /// <summary>Copies <paramref name="bytes"/>.</summary>
    public HostPath(ReadOnlySpan<byte> bytes) => this.bytes = bytes.ToArray();

    /// <summary>The UTF-8 bytes of <paramref name="text"/>.</summary>
    public static HostPath Of(string text) => new(Encoding.UTF8.GetBytes(text));

    public ReadOnlySpan<byte> Bytes => bytes;

    public bool IsEmpty => Bytes.IsEmpty;

    /// <summary>False for a name that the kernel could not place in the file system, such as <c>memfd:name</c>.</summary>
    public bool IsAbsolute => Bytes is [(byte)'/', ..];

    /// <summary>What follows the last slash.</summary>
    public ReadOnlySpan<byte> FileName => Bytes[(Bytes.LastIndexOf((byte)'/') + 1)..];

    /// <summary>The path of what bears the name in this folder.</summary>
    public HostPath Child(ReadOnlySpan<byte> name)
    {
        var isTop = Bytes is [(byte)'/'];
        var child = new byte[(isTop ? 0 : Bytes.Length) + 1 + name.Length];
        if (!isTop)
            Bytes.CopyTo(child);
        child[^(name.Length + 1)] = (byte)'/';
        name.CopyTo(child.AsSpan(child.Length - name.Length));
        return new HostPath(child);
    }

    /// <summary>
    /// The path as a process means it that works in a folder: absolute, with <c>.</c> and <c>..</c> taken out by their letters alone.
    /// </summary>
    public HostPath From(HostPath folder)
    {
        var parts = new List<byte[]>();
        if (!IsAbsolute)
            foreach (var part in folder.Bytes.Split((byte)'/'))
                Step(parts, folder.Bytes[part]);
        foreach (var part in Bytes.Split((byte)'/'))
            Step(parts, Bytes[part]);
        var path = new List<byte>(Bytes.Length + folder.Bytes.Length + 1);
        foreach (var part in parts)
        {
            path.Add((byte)'/');
            path.AddRange(part);
        }
        return new HostPath(path.Count == 0 ? "/"u8.ToArray() : [.. path]);
    }

    private static void Step(List<byte[]> parts, ReadOnlySpan<byte> part)
    {
        if (part.SequenceEqual(".."u8))
            parts.RemoveRange(Math.Max(parts.Count - 1, 0), Math.Min(parts.Count, 1));
        else if (!part.IsEmpty && !part.SequenceEqual("."u8))
            parts.Add(part.ToArray());
    }

    /// <summary>The name under which the measurement list shows this path: the kernel writes a space as an underscore.</summary>
    public HostPath AsListed()
    {
        if (!Bytes.Contains((byte)' '))
            return this;
        var listed = new HostPath(Bytes);
        listed.bytes.AsSpan().Replace((byte)' ', (byte)'_');
        return listed;
    }

    public bool Equals(HostPath other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is HostPath other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>Byte order, the same in every locale.</summary>
    public int CompareTo(HostPath other) => Bytes.SequenceCompareTo(other.Bytes);

    /// <summary>The path as text; bytes that are not UTF-8 appear as <c>\xNN</c>. Not safe for a terminal.</summary>
    public override string ToString() => LossyUtf8.Decode(Bytes);

    public static bool operator ==(HostPath left, HostPath right) => left.Equals(right);

    public static bool operator !=(HostPath left, HostPath right) => !left.Equals(right);

    public static bool operator <(HostPath left, HostPath right) => left.CompareTo(right) < 0;

    public static bool operator <=(HostPath left, HostPath right) => left.CompareTo(right) <= 0;

    public static bool operator >(HostPath left, HostPath right) => left.CompareTo(right) > 0;

    public static bool operator >=(HostPath left, HostPath right) => left.CompareTo(right) >= 0;
}
