using System.Security.Cryptography;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Signing;

/// <summary>
/// The signature of a file that stands in a file of its own, as <c>openssl dgst -sha256 -sign</c> writes it: RSA's with the padding of
/// PKCS#1 v1.5, ECDSA's in DER, over the SHA-256 of the file's bytes.
/// </summary>
public static class DetachedSignature
{
    /// <summary>What the file is called that holds the signature of another.</summary>
    public static string FileOf(string signed) => signed + ".sig";

    /// <summary>Far above the largest signature of any key.</summary>
    private const int MostBytes = 16 * 1024;

    private static readonly DigestAlgorithm Hash = DigestAlgorithm.Sha256;

    /// <summary>True where one of the given keys signed what has this hash.</summary>
    /// <param name="signatureFile">The file with the bare signature.</param>
    /// <param name="sha256">The SHA-256 of what was signed.</param>
    /// <param name="keyFile">An X.509 certificate or a public key, in DER or PEM.</param>
    /// <exception cref="CannotCheckException">A file cannot be read, or holds no key that checks signatures here.</exception>
    public static bool IsOf(string signatureFile, ReadOnlySpan<byte> sha256, string keyFile) =>
        IsOf(Read(signatureFile, "name it with --signature, or leave --key out to do without"), signatureFile, sha256, keyFile);

    /// <inheritdoc cref="IsOf(string, ReadOnlySpan{byte}, string)"/>
    /// <param name="signature">The bare signature.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    public static bool IsOf(ReadOnlySpan<byte> signature, string source, ReadOnlySpan<byte> sha256, string keyFile)
    {
        var keys = KeyFile.Read(keyFile).ToList();
        try
        {
            foreach (var key in keys)
                if (key.Verifies(sha256, Hash, signature))
                    return true;
            return false;
        }
        catch (CryptographicException fault)
        {
            throw new CannotCheckException($"this host's cryptography refuses the signature: {source}", hint: null, fault);
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
        }
    }

    /// <summary>The bare signature that a file holds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hint">What to do where it is missing.</param>
    /// <exception cref="CannotCheckException">It cannot be read, or is none.</exception>
    public static byte[] Read(string path, string hint)
    {
        using var file = NamedFile.Open(path, "signature", hint);
        var content = new byte[MostBytes + 1];
        var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length <= MostBytes ? content[..length] : throw new CannotCheckException($"too large for a signature: {path}");
    }
}
