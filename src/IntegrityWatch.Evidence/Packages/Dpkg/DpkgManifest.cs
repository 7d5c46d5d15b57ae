using System.Buffers;
using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>
/// What a package says of its files: var/lib/dpkg/info/NAME.md5sums (<c>MD5, two spaces, path without the leading slash</c>), the list of
/// its files, and the configuration files in the status. A package need not have checksums, and they need not name everything.
/// </summary>
internal sealed class DpkgManifest
{
    private const int Md5Bytes = 16;

    private readonly DpkgPackage package;
    private readonly Dictionary<HostPath, Digest> checksums = new(HostPathBytesComparer.Instance);

    /// <summary>Of the whole file, with lines that are no checksum; empty where there is none.</summary>
    private byte[] checksumsHash = [];

    private DpkgManifest(DpkgPackage package) => this.package = package;

    /// <summary>See <see cref="PackagedFile.ManifestDigest"/>; null until <see cref="Finish"/>.</summary>
    public Digest? Digest { get; private set; }

    /// <summary>
    /// Reads the checksums; none of a package that is being changed: of which version its files are is not known. The list is given to
    /// <see cref="Finish"/>, because whoever needs it reads it, and lists are long.
    /// </summary>
    public static DpkgManifest Read(DpkgPackage package, FileContent content, ReadingProblems problems)
    {
        var manifest = new DpkgManifest(package);
        var path = package.InfoFile("md5sums");
        if (package.IsBeingChanged || !content.TryRead(path, out var file))
            return manifest;
        manifest.checksumsHash = SHA256.HashData(file.Span);
        var unreadable = 0;
        var rest = file.Span;
        while (ByteLines.TryTake(ref rest, out var line))
            if (!manifest.TryAdd(line))
                unreadable++;
        problems.LeaveOut("lines that are no checksum", path, unreadable);
        return manifest;
    }

    /// <summary>
    /// Takes in the list of files and the configuration files. One that the package does not bring any more is in neither: dpkg marks it so,
    /// and forgets it, while the version stays the same.
    /// </summary>
    public DpkgManifest Finish(ReadOnlySpan<byte> list)
    {
        if (package.IsBeingChanged)
            return this;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(checksumsHash);
        hash.AppendData("\0list\0"u8);
        AddList(hash, list);
        hash.AppendData("\0conffiles\0"u8);
        foreach (var (path, file) in (package.Conffiles ?? []).Where(file => !file.Value.IsObsolete).OrderBy(file => file.Key))
            hash.AppendData([.. path.Bytes, 0, .. file.Shipped?.Value ?? [], (byte)'\n']);
        Digest = new Digest(DigestAlgorithm.Sha256.Name, hash.GetHashAndReset());
        return this;
    }

    /// <summary>
    /// What the package installed; null where it does not say. Its list and its checksums can write a folder with and without usr.
    /// </summary>
    /// <param name="listed">As the package lists the file.</param>
    public Digest? ChecksumOf(HostPath listed)
    {
        if (package.Conffiles?.TryGetValue(listed, out var configuration) is true)
            return package.IsBeingChanged ? null : configuration.Shipped;
        if (checksums.TryGetValue(listed, out var checksum))
            return checksum;
        ReadOnlySpan<byte> usr = "/usr"u8;
        var other = listed.Bytes.StartsWith("/usr/"u8) ? new HostPath(listed.Bytes[usr.Length..]) : new HostPath([.. usr, .. listed.Bytes]);
        return checksums.GetValueOrDefault(other);
    }

    private void AddList(IncrementalHash hash, ReadOnlySpan<byte> list)
    {
        if (package.Conffiles?.Values.Any(file => file.IsObsolete) != true)
        {
            hash.AppendData(list);
            return;
        }
        var files = package.Conffiles.GetAlternateLookup<ReadOnlySpan<byte>>();
        while (ByteLines.TryTake(ref list, out var line))
            if (!files.TryGetValue(line, out var file) || !file.IsObsolete)
            {
                hash.AppendData(line);
                hash.AppendData("\n"u8);
            }
    }

    private bool TryAdd(ReadOnlySpan<byte> line)
    {
        Span<byte> md5 = stackalloc byte[Md5Bytes];
        if (line.Length <= Md5Bytes * 2 || line.Length > HostPath.MostBytes
            || Convert.FromHexString(line[..(Md5Bytes * 2)], md5, out _, out _) != OperationStatus.Done)
            return false;
        var path = line[(Md5Bytes * 2)..];
        if (path is not [(byte)' ', (byte)' ' or (byte)'*', _, ..])
            return false;
        path = path[2..];
        if (path.StartsWith("./"u8))
            path = path[2..];
        return checksums.TryAdd(new HostPath([(byte)'/', .. path.TrimStart((byte)'/')]), new Digest("md5", md5));
    }
}
