using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Signing;

/// <summary>
/// A private key that makes detached signatures: RSA or ECDSA in PEM, as PKCS#8, PKCS#1 or SEC 1. Nothing of it is ever told.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private const int MostBytes = 1 << 20;
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string Accepted = "give an RSA key, or an ECDSA key on P-256, P-384 or P-521, in PEM: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256";

    private readonly AsymmetricAlgorithm key;

    private SigningKey(AsymmetricAlgorithm key) => this.key = key;

    /// <exception cref="CannotCheckException">The file cannot be read, or holds no private key that signs here.</exception>
    public static SigningKey Load(string path)
    {
        var content = ReadAll(path);
        try
        {
            return Decode(content, path);
        }
        catch (NotSupportedException fault)
        {
            throw new CannotCheckException($"key cannot sign ({fault.Message}): {path}", Accepted, fault);
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException or ArgumentException or FormatException)
        {
            throw NotPrivate(path, fault);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>What <see cref="DetachedSignature"/> reads, and <c>openssl dgst -sha256 -verify</c>.</summary>
    /// <param name="sha256">The SHA-256 of what is signed.</param>
    public byte[] Sign(ReadOnlySpan<byte> sha256) => key is RSA rsa
        ? rsa.SignHash(sha256, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : ((ECDsa)key).SignHash(sha256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => key.Dispose();

    private static SigningKey Decode(byte[] content, string path)
    {
        var text = Encoding.Latin1.GetString(content).AsSpan();
        while (PemEncoding.TryFind(text, out var fields))
        {
            var label = text[fields.Label].ToString();
            if (label == "ENCRYPTED PRIVATE KEY")
                throw Encrypted(path);
            if (label is "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY")
                return Checked(label, Convert.FromBase64String(text[fields.Base64Data].ToString()), path);
            text = text[fields.Location.End..];
        }
        // Its headers make the old form of an encrypted key no PEM to the framework.
        throw text.Contains("ENCRYPTED", StringComparison.Ordinal) ? Encrypted(path) : NotPrivate(path);
    }

    private static SigningKey Checked(string label, byte[] der, string path)
    {
        var signing = new SigningKey(Import(label, der));
        try
        {
            // What this program cannot verify it does not sign.
            KeyDecoder.Decode(signing.PublicKey(), path).Dispose();
            return signing;
        }
        catch
        {
            signing.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static AsymmetricAlgorithm Import(string label, byte[] der)
    {
        var kind = label switch
        {
            "RSA PRIVATE KEY" => RsaEncryption,
            "EC PRIVATE KEY" => EcPublicKey,
            _ => KindOf(der),
        };
        if (kind is not (RsaEncryption or EcPublicKey))
            throw new NotSupportedException($"algorithm {kind}");
        AsymmetricAlgorithm key = kind == RsaEncryption ? RSA.Create() : ECDsa.Create();
        try
        {
            if (label == "PRIVATE KEY")
                key.ImportPkcs8PrivateKey(der, out _);
            else if (key is RSA rsa)
                rsa.ImportRSAPrivateKey(der, out _);
            else
                ((ECDsa)key).ImportECPrivateKey(der, out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The algorithm of a key in PKCS#8, as the number that stands for it.</summary>
    private static string KindOf(byte[] der)
    {
        var info = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        info.ReadInteger();
        return info.ReadSequence().ReadObjectIdentifier();
    }

    private byte[] PublicKey() => key.ExportSubjectPublicKeyInfo();

    private static CannotCheckException Encrypted(string path) => new($"private key is encrypted: {path}",
        "decrypt it into a file that only you can read, and remove that afterwards: openssl pkey -in KEY -out PLAIN");

    private static CannotCheckException NotPrivate(string path, Exception? cause = null) => new($"not a private key in PEM: {path}", Accepted, cause);

    private static byte[] ReadAll(string path)
    {
        using var file = NamedFile.Open(path, "private key", Accepted);
        var content = new byte[(int)Math.Min(file.Length, MostBytes)];
        if (file.Length > MostBytes)
            throw new CannotCheckException($"too large for a private key: {path}", Accepted);
        return content[..file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }
}
