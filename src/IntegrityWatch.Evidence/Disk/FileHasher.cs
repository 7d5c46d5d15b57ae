using System.Buffers;
using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Disk;

/// <summary>The digest that a file on disk has now.</summary>
public static class FileHasher
{
    /// <summary>A path in a log can name anything, such as the memory of the machine; no program is as large as this.</summary>
    private const long MostBytes = 4L << 30;

    /// <summary>
    /// Null where the file is missing, unreadable or not a regular file, or where the algorithm is none that can be computed
    /// here: then the disk has nothing to say, and nobody guesses for it.
    /// </summary>
    public static Digest? Hash(EvidenceRoot root, HostPath path, string algorithm)
    {
        if (!path.IsAbsolute || NameOf(algorithm) is not { } name)
            return null;
        using var file = root.Open(path);
        if (file is null)
            return null;
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            using var hash = IncrementalHash.CreateHash(name);
            long read = 0;
            int length;
            while ((length = file.Read(buffer)) > 0)
            {
                if ((read += length) > MostBytes)
                    return null;
                hash.AppendData(buffer, 0, length);
            }
            return new Digest(algorithm, hash.GetHashAndReset());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static HashAlgorithmName? NameOf(string algorithm) => algorithm switch
    {
        "md5" => HashAlgorithmName.MD5,
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
