using System.Buffers.Binary;
using System.Security.Cryptography;
using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Tests.Evidence.Tpm.Quotes;

/// <summary>A quote as a TPM makes it, byte for byte, and the files that tpm2_quote writes of it.</summary>
internal sealed class SomeQuote : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string MessageFile => folder["msg"];

    public string SignatureFile => folder["sig"];

    public string KeyFile => folder["key.pem"];

    public byte[] Message { get; set; } = [];

    public byte[] Signature { get; set; } = [];

    public static byte[] Nonce { get; } = [0xde, 0xad, 0xbe, 0xef];

    /// <summary>TPMS_ATTEST of TPM_ST_ATTEST_QUOTE.</summary>
    public static byte[] Attest(byte[] pcrDigest, params (ushort Algorithm, byte[] Bits)[] selections) =>
    [
        0xff, 0x54, 0x43, 0x47, 0x80, 0x18,
        .. Sized([0, 11, .. new byte[32]]), .. Sized(Nonce),
        .. new byte[25],
        .. Number((uint)selections.Length),
        .. selections.SelectMany(selection => (byte[])[.. Number(selection.Algorithm), (byte)selection.Bits.Length, .. selection.Bits]),
        .. Sized(pcrDigest),
    ];

    /// <summary>Of PCR 10 in the bank sha256.</summary>
    public static byte[] AttestOf(PcrBanks banks, HashAlgorithmName hash) =>
        Attest(CryptographicOperations.HashData(hash, banks.Find(DigestAlgorithm.Banks[1], 10)!), (0x000B, [0, 4, 0]));

    public static byte[] Sized(byte[] content) => [.. Number((ushort)content.Length), .. content];

    public static byte[] Number(ushort number)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }

    public static byte[] Number(uint number)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    public void SignWith(RSA key)
    {
        Signature = [0, 0x14, 0, 0x0B, .. Sized(key.SignData(Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))];
        Give(key.ExportSubjectPublicKeyInfoPem());
    }

    public void SignWith(ECDsa key, HashAlgorithmName hash, ushort hashId)
    {
        var number = key.SignData(Message, hash);
        Signature = [0, 0x18, .. Number(hashId), .. Sized(number[..(number.Length / 2)]), .. Sized(number[(number.Length / 2)..])];
        Give(key.ExportSubjectPublicKeyInfoPem());
    }

    public void Give(string key) => folder.Write("key.pem", key);

    public void Write()
    {
        folder.Write("msg", Message);
        folder.Write("sig", Signature);
    }

    public void Dispose() => folder.Dispose();
}
