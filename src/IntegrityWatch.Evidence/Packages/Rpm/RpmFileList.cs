using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>The files of a package, in parallel arrays of its header.</summary>
internal sealed class RpmFileList
{
    private const uint Configuration = 1 << 0;
    private const uint Ghost = 1 << 6;
    private const uint VerifyDigest = 1 << 0;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Link = 0xA000;
    private const byte Normal = 0;
    private const uint Md5 = 1;

    private readonly RpmStrings names;
    private readonly RpmStrings folders;
    private readonly RpmStrings digests;
    private readonly ReadOnlyMemory<byte> folderIndexes;
    private readonly ReadOnlyMemory<byte> modes;
    private readonly ReadOnlyMemory<byte> flags;
    private readonly ReadOnlyMemory<byte> verifyFlags;
    private readonly ReadOnlyMemory<byte> states;
    private readonly DigestAlgorithm? algorithm;
    private Digest? manifestDigest;

    private RpmFileList(RpmHeader header)
    {
        names = header.Strings(RpmTag.BaseNames);
        folders = header.Strings(RpmTag.DirectoryNames);
        digests = header.Strings(RpmTag.FileDigests);
        folderIndexes = header.Integers(RpmTag.DirectoryIndexes, 4);
        modes = header.Integers(RpmTag.FileModes, 2);
        flags = header.Integers(RpmTag.FileFlags, 4);
        verifyFlags = header.Integers(RpmTag.FileVerifyFlags, 4);
        states = header.Integers(RpmTag.FileStates, 1);
        // Without a number it is MD5, the only one there once was.
        var number = header.Number(RpmTag.FileDigestAlgorithm) ?? Md5;
        algorithm = DigestAlgorithm.All.FirstOrDefault(known => known.PgpId == number && known.IsComputed);
    }

    public int Count => names.Count;

    /// <summary>
    /// See <see cref="PackagedFile.ManifestDigest"/>. Of what the package came with: what rpm adds when it installs it, as the time, is another
    /// each time.
    /// </summary>
    public Digest ManifestDigest => manifestDigest ??= HashAll();

    /// <summary>Null where the arrays do not belong together; a package without files has an empty one.</summary>
    public static RpmFileList? Of(RpmHeader header)
    {
        var files = new RpmFileList(header);
        var count = files.Count;
        return files.folderIndexes.Length == count * 4 && files.modes.Length == count * 2 && files.flags.Length == count * 4
            && (files.states.Length == count || files.states.IsEmpty) && (files.digests.Count == count || files.digests.Count == 0)
            && (files.verifyFlags.Length == count * 4 || files.verifyFlags.IsEmpty)
            ? files : null;
    }

    /// <summary>
    /// It is a file or a link that rpm put there. Folders are not, nor what the package only claims (ghosts), what was left out on
    /// installation, and what another package has replaced.
    /// </summary>
    public bool IsInstalled(int index) =>
        (BinaryPrimitives.ReadUInt16BigEndian(modes.Span[(index * 2)..]) & TypeMask) is RegularFile or Link
        && (Flags(index) & Ghost) == 0 && (states.IsEmpty || states.Span[index] == Normal);

    public bool IsConfiguration(int index) => (Flags(index) & Configuration) != 0;

    /// <summary>True where rpm --verify compares the content; a package can leave files out of that (<c>%verify(not md5)</c>).</summary>
    public bool IsVerified(int index) =>
        verifyFlags.IsEmpty || (BinaryPrimitives.ReadUInt32BigEndian(verifyFlags.Span[(index * 4)..]) & VerifyDigest) != 0;

    /// <summary>As the package names it; null where it is no path.</summary>
    public byte[]? Path(int index)
    {
        var folder = BinaryPrimitives.ReadUInt32BigEndian(folderIndexes.Span[(index * 4)..]);
        if (folder >= folders.Count)
            return null;
        var path = (byte[])[.. folders[(int)folder], .. names[index]];
        return path is [(byte)'/', _, ..] && path.Length <= HostPath.MostBytes ? path : null;
    }

    /// <summary>What was installed; null for a link, and where it is none of an algorithm that is known.</summary>
    public Digest? Manifest(int index)
    {
        if (algorithm is null || digests.Count == 0)
            return null;
        Span<byte> value = stackalloc byte[64];
        var status = Convert.FromHexString(digests[index], value, out _, out var length);
        return status == OperationStatus.Done && length == algorithm.Width ? new Digest(algorithm.Name, value[..length]) : null;
    }

    private Digest HashAll()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadOnlySpan<ReadOnlyMemory<byte>> parts = [folders.Bytes, names.Bytes, folderIndexes, digests.Bytes, modes, flags, verifyFlags];
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(part.Span);
        }
        return new Digest(DigestAlgorithm.Sha256.Name, hash.GetHashAndReset());
    }

    private uint Flags(int index) => BinaryPrimitives.ReadUInt32BigEndian(flags.Span[(index * 4)..]);
}
