using System.Runtime.Versioning;
using System.Security.Cryptography;
using IntegrityWatch.Evidence.Signing;

namespace IntegrityWatch.Tests.Evidence.Signing;

[SupportedOSPlatform("linux")]
public sealed class SigningKeyTests : IDisposable
{
    private static readonly byte[] Sha256 = SHA256.HashData("content"u8);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_key_in_each_form_signs_what_its_public_key_verifies()
    {
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var parameters = "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n";
        (AsymmetricAlgorithm Key, string Pem)[] forms =
        [
            (rsa, rsa.ExportPkcs8PrivateKeyPem()),
            (rsa, rsa.ExportRSAPrivateKeyPem()),
            (ecdsa, ecdsa.ExportPkcs8PrivateKeyPem()),
            (ecdsa, parameters + ecdsa.ExportECPrivateKeyPem()),
        ];
        foreach (var (key, pem) in forms)
        {
            var file = folder.Write("public.pem", key.ExportSubjectPublicKeyInfoPem());
            using var signing = SigningKey.Load(folder.Write("private.pem", pem));
            var signature = signing.Sign(Sha256);

            Assert.True(DetachedSignature.IsOf(folder.Write("sig", signature), Sha256, file));
            signature[^1] ^= 1;
            Assert.False(DetachedSignature.IsOf(folder.Write("sig", signature), Sha256, file));
            Assert.False(DetachedSignature.IsOf(folder.Write("sig", []), Sha256, file));
        }
    }

    [Fact]
    public void An_encrypted_key_is_refused_with_what_to_do()
    {
        using var rsa = RSA.Create(2048);
        var pem = rsa.ExportEncryptedPkcs8PrivateKeyPem("password", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        var old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";

        Assert.All([pem, old], text =>
        {
            var fault = Assert.Throws<CannotCheckException>(() => SigningKey.Load(folder.Write("private.pem", text)));
            Assert.StartsWith("private key is encrypted: ", fault.Message);
            Assert.Contains("openssl pkey", fault.Hint);
        });
    }

    [Fact]
    public void What_is_no_private_key_is_refused_and_not_repeated()
    {
        using var rsa = RSA.Create(2048);
        string[] others = [rsa.ExportSubjectPublicKeyInfoPem(), "", "text", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"];

        Assert.All(others, text =>
        {
            var fault = Assert.Throws<CannotCheckException>(() => SigningKey.Load(folder.Write("private.pem", text)));
            Assert.Equal($"not a private key in PEM: {folder["private.pem"]}", fault.Message);
        });
    }

    [Fact]
    public void A_key_of_another_kind_is_refused_by_name()
    {
        // Ed25519, of RFC 8410.
        var pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        Assert.StartsWith("key cannot sign (algorithm 1.3.101.112): ",
            Assert.Throws<CannotCheckException>(() => SigningKey.Load(folder.Write("private.pem", pem))).Message);

        using var curve = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        Assert.StartsWith("key cannot sign (ECDSA on the curve ",
            Assert.Throws<CannotCheckException>(() => SigningKey.Load(folder.Write("private.pem", curve.ExportPkcs8PrivateKeyPem()))).Message);
    }
}
