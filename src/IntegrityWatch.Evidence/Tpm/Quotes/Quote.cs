using System.Security.Cryptography;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>What a TPM said of its PCRs and signed, as tpm2_quote writes it.</summary>
public sealed class Quote
{
    /// <summary>Far above the largest message or signature of a TPM.</summary>
    private const int MostBytes = 16 * 1024;

    private readonly Attestation attestation;
    private readonly QuoteSignature signature;

    private Quote(Attestation attestation, QuoteSignature signature) => (this.attestation, this.signature) = (attestation, signature);

    internal IReadOnlyList<PcrSelection> Selections => attestation.Selections;

    internal ReadOnlySpan<byte> PcrDigest => attestation.PcrDigest;

    internal DigestAlgorithm Hash => signature.Hash;

    /// <param name="messageFile">What tpm2_quote wrote with -m: TPMS_ATTEST, or TPM2B_ATTEST.</param>
    /// <param name="signatureFile">What it wrote with -s: TPMT_SIGNATURE (RSASSA, RSAPSS, ECDSA), or with -f plain.</param>
    /// <exception cref="CannotCheckException">A file cannot be read, is cut short or no quote, or is of what cannot be checked here.</exception>
    public static Quote Read(string messageFile, string signatureFile)
    {
        var attestation = Attestation.Parse(ReadFile(messageFile), messageFile);
        if (attestation.Selections.Count == 0)
            throw new CannotCheckException($"quote is of no PCR: {messageFile}", "ask for one that covers PCR 10: tpm2_quote -l sha256:10");
        return new Quote(attestation, QuoteSignature.Parse(ReadFile(signatureFile), attestation.PcrDigest.Length, signatureFile));
    }

    /// <param name="keyFile">The attestation key: an X.509 certificate or a public key, in DER or PEM.</param>
    /// <exception cref="CannotCheckException">The file holds no key, or one that cannot check signatures here.</exception>
    public bool IsSignedBy(string keyFile)
    {
        var keys = KeyFile.Read(keyFile).ToList();
        try
        {
            return keys.Exists(key => signature.IsOf(attestation.Signed, key.Key));
        }
        catch (CryptographicException fault)
        {
            throw new CannotCheckException($"this host's cryptography refuses the quote's signature: {keyFile}", hint: null, fault);
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
        }
    }

    /// <summary>True where the quote was made for this nonce, which was given to tpm2_quote with -q.</summary>
    public bool Answers(ReadOnlySpan<byte> nonce) => nonce.SequenceEqual(attestation.Nonce);

    private static byte[] ReadFile(string path) =>
        NamedFile.ReadAll(path, MostBytes, "quote", "name the files that tpm2_quote wrote with -m and -s");
}

/// <summary>The PCRs of one bank that a quote covers, in ascending order (TPMS_PCR_SELECTION).</summary>
internal sealed record PcrSelection(DigestAlgorithm Algorithm, IReadOnlyList<int> Pcrs)
{
    /// <summary>As tpm2_quote takes it: <c>sha256:10,11</c>.</summary>
    public override string ToString() => $"{Algorithm.Name}:{string.Join(',', Pcrs)}";
}
