using System.Formats.Asn1;
using System.Security.Cryptography;
using IntegrityWatch.Evidence.Ima.Signatures;

namespace IntegrityWatch.Tests.Evidence.Ima.Signatures;

public sealed class KeyFileTests : IDisposable
{
    private static readonly byte[] Digest = SHA256.HashData("content"u8);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_can_hold_several_keys_with_other_text_around()
    {
        var pem = "# the keys\r\n" + Signer.Rsa.PublicPem.ReplaceLineEndings("\r\n") + "\nand\n"
            + PemEncoding.WriteString("CERTIFICATE", Signer.Ecdsa.Certificate("CN=second")) + "\n-----BEGIN";
        foreach (var file in (string[])[
            folder.Write("keys.pem", pem),
            folder.Write("keys.der", [.. Signer.Rsa.PublicKey, .. Signer.Ecdsa.Certificate("CN=second")])])
        {
            using var keys = SignatureKeys.Load([file]);
            Assert.Equal(file, Check(keys, Signer.Rsa).Key);
            Assert.Equal("CN=second", Check(keys, Signer.Ecdsa).Key);
        }
    }

    [Fact]
    public void A_private_key_beside_a_certificate_is_passed_over_and_alone_it_is_refused()
    {
        var certificate = PemEncoding.WriteString("CERTIFICATE", Signer.Rsa.Certificate("CN=some"));
        using var keys = SignatureKeys.Load([folder.Write("both.pem", $"{Signer.Rsa.PrivatePem}\n{certificate}\n")]);

        Assert.Equal("CN=some", Check(keys, Signer.Rsa).Key);
        AssertRefused(folder.Write("private.pem", Signer.Rsa.PrivatePem), "only a private key is there");
    }

    [Fact]
    public void A_certificate_without_a_subject_is_named_by_its_file()
    {
        var file = folder.Write("nobody.der", Signer.Rsa.Certificate(""));
        using var keys = SignatureKeys.Load([file]);

        Assert.Equal(file, Check(keys, Signer.Rsa).Key);
    }

    [Fact]
    public async Task A_key_can_come_through_a_pipe()
    {
        var pipe = folder["pipe"];
        Assert.SkipUnless(Devices.Make(pipe, Devices.Pipe), "a pipe cannot be made here");
        var writing = Task.Run(() => File.WriteAllBytes(pipe, Signer.Rsa.PublicKey));
        using var keys = SignatureKeys.Load([pipe]);
        await writing;

        Assert.Equal(SignatureState.Valid, Check(keys, Signer.Rsa).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("some text\n")]
    [InlineData("0 is how this text begins\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMAQwADAA\n-----END PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----\nMAA=\n-----END PGP PUBLIC KEY BLOCK-----\n")]
    public void What_is_no_key_is_told_in_one_line_that_names_the_file(string content) =>
        AssertRefused(folder.Write("some", content), "not a certificate or public key");

    [Fact]
    public void What_is_cut_short_or_has_something_behind_it_is_no_key()
    {
        foreach (var key in (byte[][])[Signer.Rsa.PublicKey, Signer.Ecdsa.PublicKey, Signer.Rsa.Certificate("CN=some")])
        {
            AssertRefused(folder.Write("cut", key[..^1]), "not a certificate or public key");
            AssertRefused(folder.Write("more", [.. key, 0]), "not a certificate or public key");
        }
    }

    [Fact]
    public void A_certificate_with_a_broken_identifier_is_no_key() =>
        AssertRefused(
            folder.Write("broken.der", Signer.Rsa.Certificate("CN=some", SubjectKey.Raw([4, 20, 1]))), "not a certificate or public key");

    [Fact]
    public void What_cannot_be_read_is_told()
    {
        AssertRefused(folder["missing"], "key cannot be read");
        AssertRefused(folder.Path, "key cannot be read");
        AssertRefused("", "key cannot be read");
        AssertRefused(folder.Write("large", new byte[(1 << 20) + 1]), "too large for a key");
    }

    [Fact]
    public void A_device_without_end_is_too_large()
    {
        Assert.SkipUnless(Devices.Make(folder["zero"], Devices.Zero), "a device cannot be made here");
        AssertRefused(folder["zero"], "too large for a key");
    }

    [Theory]
    [InlineData(512, 65537, "RSA of 512 bits")]
    [InlineData(1016, 65537, "RSA of 1016 bits")]
    [InlineData(16392, 65537, "RSA of 16392 bits")]
    [InlineData(4_000_000, 65537, "RSA of 4000000 bits")]
    public void An_rsa_key_outside_the_limits_is_refused_before_it_is_used(int bits, int exponent, string told)
    {
        var modulus = Enumerable.Repeat((byte)0xff, bits / 8).ToArray();

        AssertRefused(folder.Write("key.der", Pkcs1(modulus, BitConverter.GetBytes(exponent).Reverse().ToArray())), told);
    }

    [Fact]
    public void The_largest_rsa_key_is_taken_and_its_worst_signature_is_judged()
    {
        var modulus = Enumerable.Repeat((byte)0xff, 16384 / 8).ToArray();
        var encoded = Pkcs1(modulus, Enumerable.Repeat((byte)0xff, 8).ToArray());
        using var keys = SignatureKeys.Load([folder.Write("key.der", encoded)]);
#pragma warning disable CA5350 // A key id is SHA-1.
        var id = SHA1.HashData(encoded)[^4..];
#pragma warning restore CA5350

        byte[] signature = [3, 2, 4, .. id, 8, 0, 0x7f, .. modulus[1..]];

        Assert.Equal(SignatureState.Invalid, Signer.Check(keys, "sha256", Digest, signature).State);
    }

    [Theory]
    [InlineData("010001", "010000", "not a certificate")]
    [InlineData("01", "01", "not a certificate")]
    [InlineData("00", "03", "not a certificate")]
    public void Numbers_that_make_no_rsa_key_are_refused(string modulusEnd, string exponent, string told)
    {
        byte[] modulus = [0xff, .. new byte[200], .. Convert.FromHexString(modulusEnd)];

        AssertRefused(folder.Write("key.der", Pkcs1(modulus, Convert.FromHexString(exponent))), told);
    }

    [Fact]
    public void An_exponent_that_would_take_long_is_refused()
    {
        var modulus = Enumerable.Repeat((byte)0xff, 256).ToArray();

        AssertRefused(folder.Write("key.der", Pkcs1(modulus, modulus)), "RSA of 2048 bits with an exponent of 2048");
    }

    [Fact]
    public void Keys_of_other_kinds_are_refused_by_name()
    {
        using var brainpool = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        using var known = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var spelled = ECDsa.Create(known.ExportExplicitParameters(includePrivateParameters: false));

        AssertRefused(folder.Write("brainpool.der", brainpool.ExportSubjectPublicKeyInfo()), "ECDSA on the curve 1.3.36.3.3.2.8.1.1.7");
        AssertRefused(folder.Write("explicit.der", spelled.ExportSubjectPublicKeyInfo()), "ECDSA on a curve without a name");
        // Ed25519, as RFC 8410 has it.
        AssertRefused(
            folder.Write("ed25519.pem", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"),
            "algorithm 1.3.101.112");
    }

    [Fact]
    public void A_point_that_is_not_on_the_curve_is_no_key()
    {
        var key = Signer.Ecdsa.PublicKey;
        key[^1] ^= 1;

        AssertRefused(folder.Write("key.der", key), "not a certificate or public key");
    }

    private static SignatureVerdict Check(SignatureKeys keys, Signer signer) =>
        Signer.Check(keys, "sha256", Digest, signer.Sign("sha256", Digest));

    private static byte[] Pkcs1(byte[] modulus, byte[] exponent)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(modulus.AsSpan().TrimStart((byte)0));
            writer.WriteIntegerUnsigned(exponent.AsSpan().TrimStart((byte)0));
        }
        return writer.Encode();
    }

    private static void AssertRefused(string file, string told)
    {
        var fault = Assert.Throws<CannotCheckException>(() => SignatureKeys.Load([file]));

        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(": " + file, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.NotNull(fault.Hint);
    }
}
