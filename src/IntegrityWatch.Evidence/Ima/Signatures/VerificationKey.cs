using System.Diagnostics;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Ima.Signatures;

/// <summary>A public key, RSA or ECDSA, that is ready to check signatures.</summary>
internal sealed class VerificationKey : IDisposable
{
    /// <summary>In bits.</summary>
    private const int SmallestStrongModulus = 2048;

    /// <param name="name">For people.</param>
    /// <param name="identifier">The subject key identifier.</param>
    public VerificationKey(string name, ReadOnlySpan<byte> identifier, AsymmetricAlgorithm key)
    {
        Name = name;
        Id = BinaryPrimitives.ReadUInt32BigEndian(identifier[^sizeof(uint)..]);
        Key = key;
    }

    public uint Id { get; }

    public string Name { get; }

    /// <summary>True where what it signed is explained by that.</summary>
    public bool Explains { get; init; }

    /// <summary>False of an RSA key that is short enough to be broken.</summary>
    public bool IsStrong => Key is not RSA { KeySize: < SmallestStrongModulus };

    /// <summary>RSA or ECDsa.</summary>
    public AsymmetricAlgorithm Key { get; }

    /// <exception cref="CryptographicException">This host's library refuses such a signature unseen.</exception>
    public bool Verifies(ReadOnlySpan<byte> hash, DigestAlgorithm algorithm, ReadOnlySpan<byte> signature) => Key switch
    {
        RSA rsa => rsa.VerifyHash(hash, signature, algorithm.FrameworkName, RSASignaturePadding.Pkcs1),
        ECDsa ecdsa => ecdsa.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence),
        _ => throw new UnreachableException("no other key is read"),
    };

    public void Dispose() => Key.Dispose();
}
