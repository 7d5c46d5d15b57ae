using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntegrityWatch.Evidence.Ima.Signatures;

/// <summary>
/// Makes keys of DER. What a key is made of is held to limits before the library sees it: to check a signature with a modulus or
/// an exponent of any size takes any time.
/// </summary>
internal static class KeyDecoder
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string EcPublicKey = "1.2.840.10045.2.1";

    private const int SmallestModulus = 1024;
    private const int LargestModulus = 16384;
    private const int LargestExponent = 64;

    private static readonly string[] Curves =
    [
        "1.2.840.10045.3.1.7", // P-256
        "1.3.132.0.34", // P-384
        "1.3.132.0.35", // P-521
    ];

    /// <summary>Decodes an X.509 certificate, a SubjectPublicKeyInfo or an RSAPublicKey of PKCS#1.</summary>
    /// <param name="name">The key's, where the key has none of its own.</param>
    /// <param name="explains">True where it explains what it signed.</param>
    /// <exception cref="NotSupportedException">A key of another kind; the message says which.</exception>
    /// <exception cref="AsnContentException">Not DER.</exception>
    /// <exception cref="CryptographicException">No key.</exception>
    public static VerificationKey Decode(ReadOnlyMemory<byte> der, string name, bool explains = false)
    {
        var content = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        if (content.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
            return new VerificationKey(name, Identify(der.Span), ImportRsa(der)) { Explains = explains };
        if (content.ReadSequence().PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier))
            return DecodeInfo(der, name, identifier: null, explains);

        using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
        var identifier = certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault();
        return DecodeInfo(
            certificate.PublicKey.ExportSubjectPublicKeyInfo(),
            certificate.Subject.Length > 0 ? certificate.Subject : name,
            identifier?.SubjectKeyIdentifierBytes,
            explains);
    }

    private static VerificationKey DecodeInfo(ReadOnlyMemory<byte> der, string name, ReadOnlyMemory<byte>? identifier, bool explains)
    {
        var info = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var algorithm = info.ReadSequence();
        var kind = algorithm.ReadObjectIdentifier();
        var key = info.ReadBitString(out _);
        // An identifier too short to end in a key id is none to the kernel either.
        var identity = identifier is { Length: >= sizeof(uint) } given ? given.Span : Identify(key);
        return kind switch
        {
            RsaEncryption => new VerificationKey(name, identity, ImportRsa(key)) { Explains = explains },
            EcPublicKey => new VerificationKey(name, identity, ImportEcdsa(der.Span, algorithm)) { Explains = explains },
            _ => throw new NotSupportedException($"algorithm {kind}"),
        };
    }

    private static RSA ImportRsa(ReadOnlyMemory<byte> der)
    {
        var content = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var (modulus, exponent) = (content.ReadInteger(), content.ReadInteger());
        content.ThrowIfNotEmpty();
        if (modulus.Sign < 0 || modulus.IsEven || exponent.IsEven || exponent <= BigInteger.One)
            throw new CryptographicException();
        var (bits, exponentBits) = (modulus.GetBitLength(), exponent.GetBitLength());
        if (bits is < SmallestModulus or > LargestModulus || exponentBits > LargestExponent)
            throw new NotSupportedException($"RSA of {bits} bits with an exponent of {exponentBits}");

        var rsa = RSA.Create();
        rsa.ImportRSAPublicKey(der.Span, out _);
        return rsa;
    }

    private static ECDsa ImportEcdsa(ReadOnlySpan<byte> info, AsnReader algorithm)
    {
        // Parameters that spell a curve out could spell out any.
        if (!algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier))
            throw new NotSupportedException("ECDSA on a curve without a name");
        var curve = algorithm.ReadObjectIdentifier();
        if (!Curves.Contains(curve))
            throw new NotSupportedException($"ECDSA on the curve {curve}");

        var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(info, out _);
        return ecdsa;
    }

    /// <summary>What stands in for a subject key identifier: the SHA-1 of the key's bits without their wrapping.</summary>
#pragma warning disable CA5350 // The kernel and evmctl have chosen it.
    private static byte[] Identify(ReadOnlySpan<byte> key) => SHA1.HashData(key);
#pragma warning restore CA5350
}
