using System.Buffers;
using System.Buffers.Text;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Ima.Signatures;

/// <summary>A file with keys: in DER, one after another, or in PEM, with any other text around.</summary>
internal sealed class KeyFile
{
    private const int MostBytes = 1 << 20;
    private const byte Sequence = 0x30;
    private const string Accepted = "give an X.509 certificate or a public key, in DER or PEM";

    private readonly string path;
    private readonly byte[] content;

    private KeyFile(string path, byte[] content) => (this.path, this.content) = (path, content);

    /// <exception cref="CannotCheckException">The file cannot be read, or something in it is no key.</exception>
    /// <param name="path">The file.</param>
    /// <param name="explains">True where its keys explain what they signed.</param>
    public static IEnumerable<VerificationKey> Read(string path, bool explains = false) => new KeyFile(path,
        NamedFile.ReadAll(path, MostBytes, "key", "name a readable file with --key", Accepted)).Decode(explains);

    private List<VerificationKey> Decode(bool explains)
    {
        var keys = new List<VerificationKey>();
        try
        {
            foreach (var der in content is [Sequence, ..] ? Values() : Blocks())
                keys.Add(KeyDecoder.Decode(der, path, explains));
            return keys.Count > 0 ? keys : throw NotKey();
        }
        catch (NotSupportedException fault)
        {
            throw new CannotCheckException($"key cannot check signatures ({fault.Message}): {path}",
                "signatures are checked with RSA of 1024 to 16384 bits and with ECDSA on P-256, P-384 and P-521", fault);
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException or FormatException)
        {
            throw NotKey(fault);
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Values()
    {
        for (var rest = content.AsMemory(); !rest.IsEmpty;)
        {
            AsnDecoder.ReadEncodedValue(rest.Span, AsnEncodingRules.DER, out _, out _, out var length);
            yield return rest[..length];
            rest = rest[length..];
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Blocks()
    {
        var rest = content.AsMemory();
        while (TryTake(ref rest, "-----BEGIN "u8, out _) && TryTake(ref rest, "-----"u8, out var label))
        {
            byte[] end = [.. "-----END "u8, .. label.Span, .. "-----"u8];
            if (!TryTake(ref rest, end, out var text))
                throw new FormatException();
            if (Encoding.ASCII.GetString(label.Span) is "CERTIFICATE" or "X509 CERTIFICATE" or "PUBLIC KEY" or "RSA PUBLIC KEY")
                yield return FromBase64(text.Span);
        }
    }

    /// <summary>Moves behind the next <paramref name="mark"/>.</summary>
    private static bool TryTake(ref Memory<byte> rest, ReadOnlySpan<byte> mark, out Memory<byte> before)
    {
        var at = rest.Span.IndexOf(mark);
        before = at < 0 ? default : rest[..at];
        rest = at < 0 ? default : rest[(at + mark.Length)..];
        return at >= 0;
    }

    private static byte[] FromBase64(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, bytes, out _, out var length) == OperationStatus.Done
            ? bytes[..length]
            : throw new FormatException();
    }

    private CannotCheckException NotKey(Exception? cause = null) =>
        content.AsSpan().IndexOf("PRIVATE KEY-----"u8) >= 0
            ? new($"only a private key is there: {path}", $"{Accepted}; nothing here needs a private one", cause)
            : new($"not a certificate or public key: {path}", Accepted, cause);
}
