using System.Security.Cryptography;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>One audit log, open for reading.</summary>
public sealed class AuditLogFile : IDisposable
{
    /// <summary>In bytes: holds the first record, whose stamp no other file's first record has.</summary>
    private const int FingerprintSize = 512;

    /// <param name="name">As messages name it.</param>
    /// <param name="content">Read from where it stands; disposed with this.</param>
    public AuditLogFile(string name, Stream content)
    {
        Name = name;
        Content = content;
    }

    public string Name { get; }

    public Stream Content { get; }

    /// <summary>Why it ends before its end; null where it does not.</summary>
    internal string? Damage => (Content as CompressedLog)?.Damage;

    /// <summary>Both 0 where they are not known.</summary>
    internal (ulong Device, ulong Inode) Identity => Content is FileStream file && FileStatus.Of(file.SafeFileHandle) is { } status ? (status.Device, status.Inode) : (0, 0);

    /// <summary>The first bytes, which no other log begins with.</summary>
    /// <exception cref="CannotCheckException">Reading failed.</exception>
    internal byte[] Head() => ReadAt(0, FingerprintSize);

    /// <summary>
    /// SHA-256 of the first bytes up to an offset and of the last ones before it; null where the file is shorter, or can only be
    /// read forward.
    /// </summary>
    /// <exception cref="CannotCheckException">Reading failed.</exception>
    internal byte[]? FingerprintBefore(long offset)
    {
        if (!Content.CanSeek || offset <= 0)
            return null;
        var size = (int)Math.Min(offset, FingerprintSize);
        byte[] bytes = [.. ReadAt(0, size), .. ReadAt(offset - size, size)];
        return bytes.Length == 2 * size ? SHA256.HashData(bytes) : null;
    }

    /// <summary>Leaves the content standing where it stood; fewer bytes at the end of the file.</summary>
    private byte[] ReadAt(long offset, int length)
    {
        var bytes = new byte[length];
        try
        {
            var stood = Content.Position;
            Content.Position = offset;
            var read = Content.ReadAtLeast(bytes, length, throwOnEndOfStream: false);
            Content.Position = stood;
            return bytes[..read];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"cannot read audit log: {Name}", cause: error);
        }
    }

    /// <exception cref="CannotCheckException">It is not there, or may not be read.</exception>
    public static AuditLogFile Open(string path, CancellationToken interrupted)
    {
        try
        {
            return new AuditLogFile(path, NamedFile.OpenAny(path, interrupted));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CannotCheckException($"no such audit log: {path}", "name a file of auditd with --audit, or - for standard input", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"cannot open audit log: {path}", "run as root, or let this user read the log", error);
        }
    }

    public void Dispose() => Content.Dispose();
}
