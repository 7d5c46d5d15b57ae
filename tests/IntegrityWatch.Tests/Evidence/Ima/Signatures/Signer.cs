using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Signatures;

namespace IntegrityWatch.Tests.Evidence.Ima.Signatures;

/// <summary>Signs digests as security.ima holds signatures, by the kernel's struct signature_v2_hdr and struct ima_file_id.</summary>
internal sealed class Signer(AsymmetricAlgorithm key)
{
    public static Signer Rsa { get; } = new(RSA.Create(2048));

    public static Signer Ecdsa { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public byte[] PublicKey => key.ExportSubjectPublicKeyInfo();

    public string PublicPem => key.ExportSubjectPublicKeyInfoPem();

    public string PrivatePem => key.ExportPkcs8PrivateKeyPem();

    /// <summary>Reckoned by the framework, not by what is tested.</summary>
    public uint KeyId
    {
        get
        {
            var identifier = new X509SubjectKeyIdentifierExtension(
                System.Security.Cryptography.X509Certificates.PublicKey.CreateFromSubjectPublicKeyInfo(PublicKey, out _),
                X509SubjectKeyIdentifierHashAlgorithm.Sha1,
                critical: false);
            return BinaryPrimitives.ReadUInt32BigEndian(identifier.SubjectKeyIdentifierBytes.Span[^4..]);
        }
    }

    public byte[] Certificate(string subject, params X509Extension[] extensions)
    {
        var request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        var now = DateTimeOffset.UnixEpoch;
        using var certificate = request.CreateSelfSigned(now, now.AddDays(1));
        return certificate.RawData;
    }

    public SignatureKeys Keys()
    {
        using var folder = new TemporaryFolder();
        return SignatureKeys.Load([folder.Write("key.der", PublicKey)]);
    }

    /// <summary>Version 2: of the digest itself.</summary>
    public byte[] Sign(string algorithm, byte[] digest) => Wrap(3, 2, Id(algorithm), Make(algorithm, digest));

    /// <summary>Version 3: of the hash of type, algorithm and digest.</summary>
    public byte[] SignFileId(byte type, string algorithm, byte[] digest) =>
        Wrap(type, 3, Id(algorithm), Make(algorithm, Hash(algorithm, [type, Id(algorithm), .. digest])));

    /// <summary>A header around whatever stands in for a signature.</summary>
    public byte[] Wrap(byte type, byte version, byte algorithm, byte[] signature)
    {
        var header = new byte[9];
        (header[0], header[1], header[2]) = (type, version, algorithm);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(3), KeyId);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(7), (ushort)signature.Length);
        return [.. header, .. signature];
    }

    public static byte[] Hash(string algorithm, byte[] data) => CryptographicOperations.HashData(Name(algorithm), data);

    public static SignatureVerdict Check(SignatureKeys keys, string algorithm, byte[] digest, byte[] signature) =>
        keys.Check(new MeasurementEntry
        {
            Number = 1,
            Offset = 0,
            Pcr = 10,
            TemplateDigest = new byte[] { 1 },
            TemplateName = "ima-sigv2",
            TemplateData = default,
            Kind = MeasurementKind.File,
            Name = "/bin/some"u8,
            DigestAlgorithm = algorithm,
            FileDigest = digest,
            Signature = signature,
        });

    private byte[] Make(string algorithm, byte[] hash) => key is RSA rsa
        ? rsa.SignHash(hash, Name(algorithm), RSASignaturePadding.Pkcs1)
        : ((ECDsa)key).SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);

    private static HashAlgorithmName Name(string algorithm) => new(algorithm.ToUpperInvariant());

    /// <summary>The kernel's enum hash_algo.</summary>
    private static byte Id(string algorithm) => algorithm switch
    {
        "sha1" => 2,
        "sha256" => 4,
        "sha384" => 5,
        "sha512" => 6,
        "sha3-256" => 20,
        "sha3-384" => 21,
        _ => 22,
    };
}
