using System.Formats.Tar;
using System.Security.Cryptography;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Collecting;

/// <summary>
/// Puts files of a host into a tar archive (pax), one after the other, and keeps account. A file of the kernel's says its size only by
/// being read to its end, so each is read whole into a scratch file first.
/// </summary>
internal sealed class EvidencePacker : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly EvidenceRoot root;
    private readonly TarWriter archive;
    private readonly FileStream scratch;
    private readonly CancellationToken interrupted;
    private readonly byte[] buffer = new byte[1 << 20];
    private readonly List<CollectedFile> files = [];
    private readonly List<MissingEvidence> missing = [];

    /// <param name="root">The host.</param>
    /// <param name="output">Left open.</param>
    /// <param name="scratch">Empty, to be written and read; left open.</param>
    /// <param name="mostBytes">Of all files together.</param>
    /// <param name="interrupted">Ends the work.</param>
    public EvidencePacker(EvidenceRoot root, Stream output, FileStream scratch, long mostBytes, CancellationToken interrupted)
    {
        (this.root, this.scratch, this.interrupted) = (root, scratch, interrupted);
        archive = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        Room = mostBytes;
    }

    /// <summary>How many bytes more may be taken.</summary>
    public long Room { get; private set; }

    public Collection Collection => new(files, missing);

    /// <summary>What was taken last, to be read again.</summary>
    public FileStream Latest()
    {
        scratch.Position = 0;
        return scratch;
    }

    /// <summary>Takes a file as it is; false where that cannot be, which is noted.</summary>
    /// <param name="path">Below the root.</param>
    /// <param name="isLoss">True where its absence is a loss.</param>
    public bool Take(string path, bool isLoss = false)
    {
        try
        {
            using var file = root.Open(path);
            if (file is not null)
                return Take(path, file, long.MaxValue, WrittenAt(path, file));
            Miss(path, "there is none", isLoss);
        }
        catch (CannotCheckException fault)
        {
            Miss(path, fault.Message, isLoss: true);
        }
        return false;
    }

    /// <summary>Takes content up to a length; false where it cannot be read or there is no room for it, which is noted.</summary>
    public bool Take(string path, Stream content, long length, DateTimeOffset writtenAt, UnixFileMode mode = OwnerOnly, string? note = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (Read(content, length, hash) is { } reason)
        {
            Miss(path, reason, isLoss: true);
            return false;
        }
        scratch.Position = 0;
        archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = scratch, Mode = mode, ModificationTime = writtenAt });
        Room -= scratch.Length;
        files.Add(new CollectedFile(path, scratch.Length, Convert.ToHexStringLower(hash.GetHashAndReset()), note));
        return true;
    }

    public void TakeLink(string path, string target) =>
        archive.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, path) { LinkName = target });

    public void TakeFolder(string path) => archive.WriteEntry(new PaxTarEntry(TarEntryType.Directory, path + "/"));

    public void Miss(string path, string reason, bool isLoss) => missing.Add(new MissingEvidence(path, reason, isLoss));

    /// <summary>The archive's own, of which no account is kept.</summary>
    public void Add(string name, byte[] content, DateTimeOffset writtenAt) => archive.WriteEntry(
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), Mode = OwnerOnly, ModificationTime = writtenAt });

    public void Dispose() => archive.Dispose();

    /// <summary>Reads content into the scratch file; null, or why not.</summary>
    private string? Read(Stream content, long length, IncrementalHash hash)
    {
        scratch.SetLength(0);
        scratch.Position = 0;
        for (long taken = 0; taken < length;)
        {
            interrupted.ThrowIfCancellationRequested();
            int read;
            try
            {
                read = content.Read(buffer, 0, (int)Math.Min(buffer.Length, length - taken));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return "reading it failed";
            }
            if (read == 0)
                break;
            taken += read;
            if (taken > Room)
                return "there is no room for it within --max-size";
            hash.AppendData(buffer, 0, read);
            scratch.Write(buffer, 0, read);
        }
        return null;
    }

    // What the kernel makes up bears the time of its boot; what it says is of now.
    private DateTimeOffset WrittenAt(string path, FileStream file) =>
        root.IsLive && (path.StartsWith("sys/", StringComparison.Ordinal) || path.StartsWith("proc/", StringComparison.Ordinal))
            ? HostClock.Now
            : File.GetLastWriteTimeUtc(file.SafeFileHandle);
}
