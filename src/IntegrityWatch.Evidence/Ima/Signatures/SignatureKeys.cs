using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Ima.Signatures;

/// <summary>
/// The public keys that IMA signatures are checked with. Each is decoded once; checking keeps nothing of an entry. For one
/// thread.
/// </summary>
public sealed class SignatureKeys : IDisposable
{
    /// <summary>In bytes: SHA-1 and what is shorter can be made to collide.</summary>
    private const int SmallestStrongHash = 28;

    // The last four bytes of an identifier are no secret: two keys can share them.
    private readonly Dictionary<uint, List<VerificationKey>> keys = [];

    private SignatureKeys()
    {
    }

    /// <param name="files">
    /// X.509 certificates or public keys (SubjectPublicKeyInfo, or PKCS#1 for RSA), in DER or PEM, several in a file if need be;
    /// RSA of 1024 to 16384 bits, or ECDSA on P-256, P-384 or P-521.
    /// </param>
    /// <param name="explaining">Those of the files whose keys explain what they signed.</param>
    /// <exception cref="CannotCheckException">A file is missing, too large, or none of those.</exception>
    public static SignatureKeys Load(IEnumerable<string> files, IReadOnlyCollection<string>? explaining = null)
    {
        var loaded = new SignatureKeys();
        try
        {
            foreach (var key in files.SelectMany(file => KeyFile.Read(file, explaining?.Contains(file) == true)))
                loaded.Add(key);
            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Checks an entry's signature against the digest in the entry, as the kernel does at appraisal. What the file on disk
    /// holds now plays no part, and neither do a certificate's dates and issuer. ECDSA signs of a digest as many bits as its
    /// curve has: the rest of a longer one is unsigned, in every implementation.
    /// </summary>
    public SignatureVerdict Check(in MeasurementEntry entry)
    {
        if (!entry.HasSignature)
            return default;
        if (FileSignature.Parse(entry.Signature, out var signature) is { } refusal)
            return refusal;
        if (!keys.TryGetValue(signature.KeyId, out var candidates))
            return new(SignatureState.UnknownKey, signature.KeyId);

        try
        {
            return Check(entry, signature, candidates);
        }
        catch (Exception fault) when (fault is CryptographicException or PlatformNotSupportedException)
        {
            return new(
                SignatureState.NotSupported, signature.KeyId, Reason: $"this host's cryptography refuses {signature.Hash.Name}");
        }
    }

    public void Dispose()
    {
        foreach (var key in keys.Values.SelectMany(same => same))
            key.Dispose();
    }

    private static SignatureVerdict Check(in MeasurementEntry entry, in FileSignature signature, List<VerificationKey> candidates)
    {
        Span<byte> buffer = stackalloc byte[DigestAlgorithm.LargestWidth];
        if (SignedHash.Compute(entry, signature, buffer) is { } reason)
            return new(SignatureState.NotSupported, signature.KeyId, Reason: reason);
        foreach (var key in candidates)
            if (key.Verifies(buffer[..signature.Hash.Width], signature.Hash, signature.Value))
                return new(SignatureState.Valid, signature.KeyId, key.Name, Explains: key is { Explains: true, IsStrong: true } && signature.Hash.Width >= SmallestStrongHash);
        return new(SignatureState.Invalid, signature.KeyId);
    }

    private void Add(VerificationKey key)
    {
        if (!keys.TryGetValue(key.Id, out var same))
            keys.Add(key.Id, same = []);
        same.Add(key);
    }
}
