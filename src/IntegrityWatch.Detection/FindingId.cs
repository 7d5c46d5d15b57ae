using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Detection;

/// <summary>A finding's id: the first 48 bits of SHA-256 over what makes it that finding and no other.</summary>
public static class FindingId
{
    public static string Of(FindingKind kind, HostPath path, Digest? digest) => Of(kind, path, digest?.ToString() ?? "");

    /// <param name="subject">See <see cref="Incident.Subject"/>.</param>
    public static string Of(FindingKind kind, HostPath path, string subject)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // A path holds no NUL, so the parts cannot run into one another.
        hash.AppendData(Encoding.UTF8.GetBytes(kind.Name() + "\0"));
        hash.AppendData(path.Bytes);
        hash.AppendData(Encoding.UTF8.GetBytes("\0" + subject));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }
}
