using System.IO.Compression;

namespace IntegrityWatch.Evidence.Packages;

/// <summary>Reads whole files, one after the other, into the same memory.</summary>
internal sealed class FileContent(EvidenceRoot root, ReadingProblems problems)
{
    /// <summary>In bytes: a hundred times what a host with many packages has.</summary>
    private const int MostBytes = 128 * 1024 * 1024;

    private byte[] buffer = new byte[256 * 1024];

    /// <summary>
    /// False where there is no such file, and where it cannot be read, which is told. The content is good until the next call.
    /// </summary>
    public bool TryRead(string path, out ReadOnlyMemory<byte> content)
    {
        content = default;
        try
        {
            using var file = root.Open(path);
            if (file is null)
                return false;
            using var unpacked = path.EndsWith(".gz", StringComparison.Ordinal)
                ? new GZipStream(file, CompressionMode.Decompress)
                : (Stream)file;
            content = Read(unpacked);
            return true;
        }
        catch (Exception fault) when (fault is CannotCheckException or IOException or InvalidDataException
            or UnauthorizedAccessException)
        {
            problems.LeaveOut("files that cannot be read", path);
            return false;
        }
    }

    private ReadOnlyMemory<byte> Read(Stream file)
    {
        var length = 0;
        int read;
        while ((read = file.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            if (length < buffer.Length)
                continue;
            if (length >= MostBytes)
                throw new InvalidDataException();
            Array.Resize(ref buffer, length * 2);
        }
        return buffer.AsMemory(0, length);
    }
}
