using System.Security.Cryptography;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Signatures;

namespace IntegrityWatch.Tests.Evidence.Ima.Signatures;

public class SignatureKeysTests
{
    private static readonly byte[] Digest = SHA256.HashData("content"u8);
    private static readonly byte[] OtherDigest = SHA256.HashData("other content"u8);

    [Fact]
    public void What_a_real_kernel_listed_is_judged_file_by_file()
    {
        var root = Captures.Root("templates/signed");
        using var keys = SignatureKeys.Load([Path.Combine(root, "etc/keys/rsa.der"), Path.Combine(root, "etc/keys/ecdsa.der")]);

        var verdicts = Judge(keys, root);

        Assert.Equal(new SignatureVerdict(SignatureState.Valid, 0xcebc13fc, "CN=lab rsa"), verdicts["/opt/app/rsa"]);
        Assert.Equal(new SignatureVerdict(SignatureState.Valid, 0x7ce58633, "CN=lab ecdsa"), verdicts["/opt/app/ecdsa"]);
        Assert.Equal(new SignatureVerdict(SignatureState.Invalid, 0xcebc13fc), verdicts["/opt/app/altered"]);
        Assert.Equal(default, verdicts["/opt/app/my_tool"]);
        Assert.Equal(3, verdicts.Values.Count(verdict => verdict.State != SignatureState.None));
    }

    [Fact]
    public void A_key_that_was_not_given_is_told_by_its_id()
    {
        var root = Captures.Root("templates/signed");
        using var keys = SignatureKeys.Load([Path.Combine(root, "etc/keys/ecdsa.der")]);

        var verdicts = Judge(keys, root);

        Assert.Equal(new SignatureVerdict(SignatureState.UnknownKey, 0xcebc13fc), verdicts["/opt/app/rsa"]);
        Assert.Equal(SignatureState.Valid, verdicts["/opt/app/ecdsa"].State);
    }

    [Fact]
    public void Whatever_evmctl_signs_is_valid_with_its_key_in_any_kind_of_file()
    {
        using var keys = SignatureKeys.Load(EvmctlSignature.KeyFiles);

        Assert.All(EvmctlSignature.All.Where(made => made.Algorithm != "v1"), made =>
        {
            Assert.Equal(SignatureState.Valid, Check(keys, made.Algorithm, made.Digest, made.Signature).State);
            Assert.Equal(SignatureState.Invalid, Check(keys, made.Algorithm, Flip(made.Digest, 0), made.Signature).State);
        });
    }

    [Theory]
    [InlineData("rsa1024", "CN=rsa1024, O=Fixtures")]
    [InlineData("rsa2048", "rsa2048.pem")]
    [InlineData("rsa4096", "rsa4096.pem")]
    [InlineData("p256", "CN=p256, O=Fixtures")]
    [InlineData("p384", "p384.der")]
    [InlineData("named", "CN=named, O=Fixtures")]
    [InlineData("nameless", "CN=nameless, O=Fixtures")]
    public void A_valid_signature_names_its_key_by_subject_or_file(string key, string name)
    {
        using var keys = SignatureKeys.Load([EvmctlSignature.KeyFile(key)]);
        var made = EvmctlSignature.All.First(signature => signature.Key == key && signature.Algorithm == "sha256");

        var verdict = Check(keys, "sha256", made.Digest, made.Signature);

        Assert.Equal(SignatureState.Valid, verdict.State);
        Assert.EndsWith(name, verdict.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_of_version_1_is_not_supported()
    {
        using var keys = SignatureKeys.Load(EvmctlSignature.KeyFiles);
        var made = EvmctlSignature.All.Single(signature => signature.Algorithm == "v1");

        Assert.Equal(
            new SignatureVerdict(SignatureState.NotSupported, Reason: "a signature of type 3 in version 1"),
            Check(keys, "sha256", made.Digest, made.Signature));
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("sha384")]
    [InlineData("sha512")]
    [InlineData("sha3-256")]
    [InlineData("sha3-384")]
    [InlineData("sha3-512")]
    public void Both_versions_are_checked_in_every_algorithm_with_both_kinds_of_key(string algorithm)
    {
        var digest = Signer.Hash(algorithm, [1, 2, 3]);
        foreach (var signer in (Signer[])[Signer.Rsa, Signer.Ecdsa])
        {
            using var keys = signer.Keys();
            Assert.Equal(SignatureState.Valid, Check(keys, algorithm, digest, signer.Sign(algorithm, digest)).State);
            Assert.Equal(SignatureState.Valid, Check(keys, algorithm, digest, signer.SignFileId(3, algorithm, digest)).State);
            Assert.Equal(SignatureState.Valid, Check(keys, "verity:" + algorithm, digest, signer.SignFileId(6, algorithm, digest)).State);
        }
    }

    [Fact]
    public void A_version_3_signature_of_known_bytes_is_valid()
    {
        // sha256 over 06 04 and 32 bytes of 0x5a, reckoned with sha256sum.
        var digest = Enumerable.Repeat((byte)0x5a, 32).ToArray();
        var hash = Convert.FromHexString("781d1ff0fd9de68b61f242ac2a81958451ee66c484e22d4f3d86879f3f6ca71a");
        using var key = RSA.Create(1024);
        var signer = new Signer(key);
        using var keys = signer.Keys();

        var signature = signer.Wrap(6, 3, 4, key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        Assert.Equal(SignatureState.Valid, Check(keys, "verity:sha256", digest, signature).State);
    }

    [Fact]
    public void A_signature_of_one_version_or_type_is_none_of_another()
    {
        using var keys = Signer.Rsa.Keys();
        var plain = Signer.Rsa.Sign("sha256", Digest);
        var fileId = Signer.Rsa.SignFileId(3, "sha256", Digest);
        var verity = Signer.Rsa.SignFileId(6, "sha256", Digest);

        Assert.Equal(SignatureState.Invalid, Check(keys, "sha256", Digest, With(plain, 1, 3)).State);
        Assert.Equal(SignatureState.Invalid, Check(keys, "sha256", Digest, With(fileId, 1, 2)).State);
        Assert.Equal(SignatureState.Invalid, Check(keys, "sha256", Digest, With(verity, 0, 3)).State);
        Assert.Equal(SignatureState.Invalid, Check(keys, "verity:sha256", Digest, With(fileId, 0, 6)).State);
    }

    [Fact]
    public void What_signs_another_kind_of_digest_than_the_entrys_is_not_supported()
    {
        using var keys = Signer.Rsa.Keys();
        var plain = Signer.Rsa.Sign("sha256", Digest);

        AssertNotSupported(Check(keys, "sha512", [.. Digest, .. Digest], plain), "sha512", "sha256");
        AssertNotSupported(Check(keys, "sha256", Digest[..20], plain), "20 bytes");
        AssertNotSupported(Check(keys, "verity:sha256", Digest, plain), "fs-verity");
        AssertNotSupported(Check(keys, "sha256", Digest, Signer.Rsa.SignFileId(6, "sha256", Digest)), "fs-verity");
        AssertNotSupported(Check(keys, "sha256", new byte[32], Signer.Rsa.Sign("sha256", new byte[32])), "no digest");
        AssertNotSupported(Check(keys, "", [], plain), "no digest");
    }

    [Theory]
    [InlineData("05020400000000000100", "EVM")]
    [InlineData("308201a006092a864886f70d010702", "PKCS#7")]
    [InlineData("0404aabbccddeeff0011", "type 4")]
    [InlineData("03000400000000000100", "version 0")]
    [InlineData("03040400000000000100", "version 4")]
    [InlineData("06020400000000000100", "type 6 in version 2")]
    [InlineData("03020100000000000100", "hash algorithm 1")]
    [InlineData("03020700000000000100", "hash algorithm 7")]
    [InlineData("0302ff00000000000100", "hash algorithm 255")]
    public void What_is_of_another_kind_is_not_supported_and_says_so(string signature, string told)
    {
        using var keys = Signer.Rsa.Keys();

        AssertNotSupported(Check(keys, "sha256", Digest, Convert.FromHexString(signature)), told);
    }

    [Fact]
    public void A_signature_that_lies_about_its_length_is_invalid_whoever_made_it()
    {
        using var none = SignatureKeys.Load([]);
        foreach (var signer in (Signer[])[Signer.Rsa, Signer.Ecdsa])
        {
            using var keys = signer.Keys();
            var good = signer.Sign("sha256", Digest);
            var lie = new SignatureVerdict(SignatureState.Invalid, signer.KeyId, Reason: "the length in it is wrong");

            Assert.Equal(lie, Check(keys, "sha256", Digest, [.. good, 0]));
            Assert.Equal(lie, Check(none, "sha256", Digest, [.. good, 0]));
            Assert.Equal(lie, Check(keys, "sha256", Digest, good[..^1]));
            Assert.All(Enumerable.Range(1, 9), length => Assert.Equal(
                new SignatureVerdict(SignatureState.Invalid, Reason: "cut short"), Check(keys, "sha256", Digest, good[..length])));
        }
    }

    [Fact]
    public void A_signature_of_a_length_that_the_key_does_not_make_is_invalid()
    {
        foreach (var signer in (Signer[])[Signer.Rsa, Signer.Ecdsa])
        {
            using var keys = signer.Keys();
            var good = signer.Sign("sha256", Digest)[9..];
            foreach (var signature in (byte[][])[[0, .. good], [.. good, 0], good[1..], good[..^1], new byte[1], new byte[5000]])
                Assert.Equal(
                    new SignatureVerdict(SignatureState.Invalid, signer.KeyId),
                    Check(keys, "sha256", Digest, signer.Wrap(3, 2, 4, signature)));
        }
    }

    [Fact]
    public void Of_two_keys_with_one_id_either_may_have_signed()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var third = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var folder = new TemporaryFolder();
        byte[] identifier = [0xca, 0xfe, 0xf0, 0x0d];
        using var keys = SignatureKeys.Load([
            folder.Write("a.der", new Signer(other).Certificate("CN=a", SubjectKey.Identifier(identifier))),
            folder.Write("b.der", new Signer(third).Certificate("CN=b", SubjectKey.Identifier(identifier)))]);

        foreach (var (key, name) in ((ECDsa, string)[])[(other, "CN=a"), (third, "CN=b")])
        {
            var signature = new Signer(key).Sign("sha256", Digest);
            identifier.CopyTo(signature, 3);
            Assert.Equal(new SignatureVerdict(SignatureState.Valid, 0xcafef00d, name), Check(keys, "sha256", Digest, signature));
            Assert.Equal(new SignatureVerdict(SignatureState.Invalid, 0xcafef00d), Check(keys, "sha256", OtherDigest, signature));
        }
    }

    [Fact]
    public void An_identifier_too_short_for_a_key_id_counts_for_none()
    {
        using var folder = new TemporaryFolder();
        using var keys = SignatureKeys.Load([folder.Write("a.der", Signer.Ecdsa.Certificate("CN=a", SubjectKey.Identifier([1, 2, 3])))]);

        Assert.Equal(SignatureState.Valid, Check(keys, "sha256", Digest, Signer.Ecdsa.Sign("sha256", Digest)).State);
    }

    [Fact]
    public void Without_keys_every_signature_has_an_unknown_one()
    {
        using var keys = SignatureKeys.Load([]);

        Assert.Equal(
            new SignatureVerdict(SignatureState.UnknownKey, Signer.Rsa.KeyId),
            Check(keys, "sha256", Digest, Signer.Rsa.Sign("sha256", Digest)));
    }

    /// <summary>A key of a policy says whether what it signed is explained by that; what is weak explains nothing.</summary>
    [Theory]
    [InlineData(2048, "sha256", true, true)]
    [InlineData(2048, "sha256", false, false)]
    [InlineData(2048, "sha1", true, false)]
    [InlineData(1536, "sha256", true, false)]
    public void A_strong_signature_by_a_key_that_explains_explains(int bits, string algorithm, bool isNamed, bool explains)
    {
        using var rsa = System.Security.Cryptography.RSA.Create(bits);
        var signer = new Signer(rsa);
        using var folder = new TemporaryFolder();
        var file = folder.Write("key.der", signer.PublicKey);
        using var keys = SignatureKeys.Load([file], isNamed ? [file] : []);
        var digest = Signer.Hash(algorithm, [1, 2, 3]);

        var verdict = Signer.Check(keys, algorithm, digest, signer.Sign(algorithm, digest));

        Assert.Equal((SignatureState.Valid, explains), (verdict.State, verdict.Explains));
    }

    private static SignatureVerdict Check(SignatureKeys keys, string algorithm, byte[] digest, byte[] signature) =>
        Signer.Check(keys, algorithm, digest, signature);

    private static Dictionary<string, SignatureVerdict> Judge(SignatureKeys keys, string root)
    {
        var verdicts = new Dictionary<string, SignatureVerdict>(StringComparer.Ordinal);
        var list = File.ReadAllBytes(Path.Combine(root, "sys/kernel/security/ima/binary_runtime_measurements"));
        using var reader = Ima.Some.Reader(list);
        while (reader.Read(out var entry))
            verdicts[System.Text.Encoding.Latin1.GetString(entry.Name)] = keys.Check(entry);
        return verdicts;
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }

    private static byte[] Flip(byte[] bytes, int at) => With(bytes, at, (byte)~bytes[at]);

    private static void AssertNotSupported(SignatureVerdict verdict, params string[] told)
    {
        Assert.Equal(SignatureState.NotSupported, verdict.State);
        Assert.All(told, word => Assert.Contains(word, verdict.Reason, StringComparison.Ordinal));
    }
}
