using System.Buffers.Binary;
using System.Text;

namespace IntegrityWatch.Evidence;

/// <summary>The process itself and what it came from, the nearest first; two are the same when all of their links are.</summary>
public sealed class ActorChain : IEquatable<ActorChain>
{
    /// <summary>How far a story is followed: a kernel's package runs scripts that run hooks that run what builds modules.</summary>
    public const int MostLinks = 16;

    /// <summary>Of more contents of one path in one boot one more is kept, and nothing says which of them ran.</summary>
    public const int MostContents = 4;

    private const int LengthBytes = sizeof(ushort);

    private readonly ActorLink[] links;

    /// <param name="links">At least one.</param>
    public ActorChain(IEnumerable<ActorLink> links) => this.links = [.. links];

    public IReadOnlyList<ActorLink> Links => links;

    /// <summary>The process itself.</summary>
    public ActorLink Self => links[0];

    /// <summary>All of it as bytes, for the history.</summary>
    public HostPath Packed()
    {
        var bytes = new List<byte>();
        foreach (var link in links)
        {
            bytes.Add((byte)((link.Euid is null ? 0 : 1) | (link.Script is null ? 0 : 2) | (link.IsHearsay ? 4 : 0) | (link.IsOfStart ? 8 : 0) | (link.IsScriptOfStart ? 16 : 0)
                | (link.IsElsewhere ? 32 : 0)));
            if (link.Euid is { } euid)
                bytes.AddRange(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(euid)));
            Put(bytes, link.Program.Bytes);
            Put(bytes, link.Contents);
            if (link.Script is { } script)
            {
                Put(bytes, script.Bytes);
                Put(bytes, link.ScriptContents);
            }
        }
        return new HostPath([.. bytes]);
    }

    /// <summary>What <see cref="Packed"/> made; null where it is no such bytes.</summary>
    public static ActorChain? Unpacked(HostPath packed)
    {
        var rest = packed.Bytes;
        var links = new List<ActorLink>();
        while (rest.Length > 0 && links.Count < MostLinks)
        {
            var flags = rest[0];
            rest = rest[1..];
            uint? euid = null;
            if ((flags & 1) != 0)
            {
                if (rest.Length < sizeof(uint))
                    return null;
                euid = BinaryPrimitives.ReadUInt32BigEndian(rest);
                rest = rest[sizeof(uint)..];
            }
            HostPath? script = null;
            IReadOnlyList<Digest> scriptContents = [];
            if (!TryTake(ref rest, out var program) || !TryTakeDigests(ref rest, out var contents))
                return null;
            if ((flags & 2) != 0)
            {
                if (!TryTake(ref rest, out var name) || !TryTakeDigests(ref rest, out scriptContents))
                    return null;
                script = new HostPath(name);
            }
            links.Add(new ActorLink
            {
                Program = new HostPath(program),
                Contents = contents,
                Script = script,
                ScriptContents = scriptContents,
                Euid = euid,
                IsHearsay = (flags & 4) != 0,
                IsOfStart = (flags & 8) != 0,
                IsScriptOfStart = (flags & 16) != 0,
                IsElsewhere = (flags & 32) != 0,
            });
        }
        return links.Count > 0 && rest.IsEmpty ? new ActorChain(links) : null;
    }

    public bool Equals(ActorChain? other) => other is not null && Packed() == other.Packed();

    public override bool Equals(object? obj) => Equals(obj as ActorChain);

    public override int GetHashCode() => Packed().GetHashCode();

    public override string ToString() => string.Join(" < ", links.Select(link => link.Name));

    private static void Put(List<byte> bytes, ReadOnlySpan<byte> text)
    {
        bytes.Add((byte)(text.Length >> 8));
        bytes.Add((byte)text.Length);
        bytes.AddRange(text);
    }

    private static void Put(List<byte> bytes, IReadOnlyList<Digest> digests)
    {
        bytes.Add((byte)digests.Count);
        foreach (var digest in digests)
        {
            Put(bytes, Encoding.ASCII.GetBytes(digest.Algorithm));
            Put(bytes, digest.Value);
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (rest.Length < LengthBytes || BinaryPrimitives.ReadUInt16BigEndian(rest) is var length && rest.Length < LengthBytes + length)
            return false;
        text = rest[LengthBytes..(LengthBytes + length)];
        rest = rest[(LengthBytes + length)..];
        return true;
    }

    private static bool TryTakeDigests(ref ReadOnlySpan<byte> rest, out IReadOnlyList<Digest> digests)
    {
        digests = [];
        if (rest.IsEmpty || rest[0] > MostContents + 1)
            return false;
        var found = new Digest[rest[0]];
        rest = rest[1..];
        for (var i = 0; i < found.Length; i++)
            if (TryTake(ref rest, out var algorithm) && TryTake(ref rest, out var value))
                found[i] = new Digest(Encoding.ASCII.GetString(algorithm), value);
            else
                return false;
        digests = found;
        return true;
    }
}
