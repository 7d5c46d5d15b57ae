using System.Security.Cryptography;
using IntegrityWatch.Evidence.Signing;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed private keys, which are other ones in each run: none stands in the repository.</summary>
internal sealed class PrivateKeyTarget : IFuzzTarget
{
    private readonly InputFile file = new();

    public PrivateKeyTarget()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(1024);
        Seeds = Array.ConvertAll([ec.ExportPkcs8PrivateKeyPem(), ec.ExportECPrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), rsa.ExportRSAPrivateKeyPem()],
            System.Text.Encoding.ASCII.GetBytes);
    }

    public string Name => "private-key";

    public string Group => "key";

    public bool IsKept => false;

    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<string> Words { get; } =
        ["-----BEGIN PRIVATE KEY-----\n", "\n-----END PRIVATE KEY-----\n", "-----BEGIN EC PRIVATE KEY-----\n", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n", "\n", "=", "AAAA", "MII", "AgEA"];

    public void Run(byte[] input)
    {
        using var key = SigningKey.Load(file.With(input));
        BrokenPromiseException.Unless(key.Sign(SHA256.HashData(input)).Length > 0, "a key that is taken signs");
    }
}
