using System.Formats.Asn1;
using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>
/// The signature of a quote: TPMT_SIGNATURE (TCG TPM 2.0 Library, Part 2, 11.3), or the bare signature that
/// <c>tpm2_quote -f plain</c> writes: RSA's number, or ECDSA's two in DER.
/// </summary>
internal sealed class QuoteSignature
{
    private readonly SignatureScheme scheme;
    private readonly byte[] value;

    private QuoteSignature(SignatureScheme scheme, DigestAlgorithm hash, byte[] value) =>
        (this.scheme, Hash, this.value) = (scheme, hash, value);

    /// <summary>The algorithm under which the message was hashed and, before that, the PCRs.</summary>
    public DigestAlgorithm Hash { get; }

    /// <param name="digestLength">Of the hash over the PCRs, in bytes: it tells the algorithm where the signature does not.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="CannotCheckException">It is none, or one that proves nothing.</exception>
    public static QuoteSignature Parse(ReadOnlySpan<byte> content, int digestLength, string source)
    {
        if (DigestAlgorithm.BankOfWidth(digestLength) is not { } hash)
            throw new CannotCheckException($"quote has a hash over its PCRs of {digestLength} bytes, as no algorithm here makes: {source}");
        if (hash == DigestAlgorithm.Sha1)
            throw new CannotCheckException($"quote is signed over SHA-1, which proves nothing any more: {source}",
                "make the attestation key with SHA-256");

        var reader = new TpmReader(content);
        var number = (SignatureScheme)reader.TakeUInt16();
        var scheme = Enum.IsDefined(number) ? number : SignatureScheme.Plain;
        var hashId = reader.TakeUInt16();
        var value = scheme switch
        {
            SignatureScheme.Rsassa or SignatureScheme.Rsapss => reader.TakeSized().ToArray(),
            SignatureScheme.Ecdsa => EncodeEcdsa(reader.TakeSized(), reader.TakeSized()),
            SignatureScheme.Plain => null,
        };
        if (value is null || !reader.IsAtEnd)
            return new QuoteSignature(SignatureScheme.Plain, hash, content.ToArray());
        return hashId == hash.TpmId
            ? new QuoteSignature(scheme, hash, value)
            : throw new CannotCheckException($"quote and signature name different hash algorithms: {source}");
    }

    /// <exception cref="CryptographicException">This host's library refuses such a signature unseen.</exception>
    public bool IsOf(ReadOnlySpan<byte> message, AsymmetricAlgorithm key)
    {
        var hash = CryptographicOperations.HashData(Hash.FrameworkName, message);
        return scheme switch
        {
            SignatureScheme.Rsassa => key is RSA rsa && VerifiesPkcs1(rsa, hash),
            SignatureScheme.Rsapss => key is RSA rsa && PssPadding.Verifies(rsa, Hash, hash, value),
            SignatureScheme.Ecdsa => key is ECDsa ecdsa && VerifiesEcdsa(ecdsa, hash),
            SignatureScheme.Plain => key is RSA rsa
                ? VerifiesPkcs1(rsa, hash) || PssPadding.Verifies(rsa, Hash, hash, value)
                : key is ECDsa ecdsa && VerifiesEcdsa(ecdsa, hash),
        };
    }

    private bool VerifiesPkcs1(RSA rsa, byte[] hash) => rsa.VerifyHash(hash, value, Hash.FrameworkName, RSASignaturePadding.Pkcs1);

    private bool VerifiesEcdsa(ECDsa ecdsa, byte[] hash) => ecdsa.VerifyHash(hash, value, DSASignatureFormat.Rfc3279DerSequence);

    private static byte[] EncodeEcdsa(ReadOnlySpan<byte> r, ReadOnlySpan<byte> s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Significant(r));
            writer.WriteIntegerUnsigned(Significant(s));
        }
        return writer.Encode();
    }

    private static ReadOnlySpan<byte> Significant(ReadOnlySpan<byte> number) => number.TrimStart((byte)0) is { IsEmpty: false } digits ? digits : [0];
}

/// <summary>How a TPM signs (TPM_ALG_ID, TCG Algorithm Registry).</summary>
internal enum SignatureScheme : ushort
{
    /// <summary>A file without the TPM's framing: the key tells.</summary>
    Plain = 0,

    /// <summary>RSASSA-PKCS1-v1_5.</summary>
    Rsassa = 0x0014,

    /// <summary>RSASSA-PSS.</summary>
    Rsapss = 0x0016,

    Ecdsa = 0x0018,
}
