using System.Numerics;
using System.Security.Cryptography;
using CsCheck;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Evidence.Tpm.Quotes;
using IntegrityWatch.Tests.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Tpm.Quotes;

public sealed class QuoteTests : IDisposable
{
    private static readonly byte[] List = new MeasurementListBuilder().File("/bin/a").Violation("/log").File("/bin/b").Binary;
    private static readonly SomeTpm Tpm = SomeTpm.That(List);
    private static readonly RSA Rsa = RSA.Create(2048);

    private readonly SomeQuote quote = new() { Message = SomeQuote.AttestOf(Tpm.Banks, HashAlgorithmName.SHA256) };

    public void Dispose() => quote.Dispose();

    [Fact]
    public void A_quote_in_either_framing_is_read()
    {
        quote.SignWith(Rsa);
        Assert.Equal((true, "the TPM signed all 3 entries"), Told());

        quote.Message = SomeQuote.Sized(quote.Message);
        Assert.Equal((true, "the TPM signed all 3 entries"), Told());
    }

    [Theory]
    [InlineData("SHA256", 0x000B)]
    [InlineData("SHA384", 0x000C)]
    [InlineData("SHA512", 0x000D)]
    public void Every_hash_and_curve_is_checked(string name, int id)
    {
        var hash = new HashAlgorithmName(name);
        foreach (var curve in (ECCurve[])[ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521])
        {
            using var key = ECDsa.Create(curve);
            quote.Message = SomeQuote.AttestOf(Tpm.Banks, hash);
            quote.SignWith(key, hash, (ushort)id);
            Assert.True(Told().Item1);
            quote.Signature[^1] ^= 1;
            Assert.False(Told().Item1);
        }
    }

    [Fact]
    public void Pss_is_checked_with_a_salt_of_any_length()
    {
        quote.Give(Rsa.ExportSubjectPublicKeyInfoPem());
        foreach (var salt in (int[])[0, 1, 20, 32, 222])
        {
            quote.Signature = [0, 0x16, 0, 0x0B, .. SomeQuote.Sized(SignPss(salt, quote.Message))];
            Assert.True(Told().Item1, $"{salt}");
            foreach (var at in (int[])[6, 100, 260])
            {
                quote.Signature[at] ^= 1;
                Assert.False(Told().Item1, $"{salt} {at}");
                quote.Signature[at] ^= 1;
            }
        }
        quote.Signature = [0, 0x16, 0, 0x0B, .. SomeQuote.Sized(SignPss(32, [.. quote.Message, 0]))];
        Assert.False(Told().Item1);
        quote.Signature = [0, 0x16, 0, 0x0B, .. SomeQuote.Sized(Rsa.SignData(quote.Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))];
        Assert.True(Told().Item1);
        quote.Signature = [0, 0x16, 0, 0x0B, .. SomeQuote.Sized(Rsa.SignData(quote.Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))];
        Assert.False(Told().Item1);
    }

    [Fact]
    public void A_plain_signature_is_read()
    {
        quote.Give(Rsa.ExportSubjectPublicKeyInfoPem());
        quote.Signature = Rsa.SignData(quote.Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.True(Told().Item1);
        quote.Signature = Rsa.SignData(quote.Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        Assert.True(Told().Item1);
        quote.Signature = [];
        Assert.False(Told().Item1);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        quote.Give(key.ExportSubjectPublicKeyInfoPem());
        Assert.False(Told().Item1);
        quote.Signature = key.SignData(quote.Message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        Assert.True(Told().Item1);
    }

    [Fact]
    public void A_pcr_that_entries_name_and_the_quote_does_not_cover_leaves_the_question_open()
    {
        quote.SignWith(Rsa);
        byte[] list = [.. List, .. new MeasurementListBuilder().AddTo(11, "ima-ng", ListField.Digest("sha256", Ima.Some.Digest), ListField.Name("/x")).Binary];

        Assert.Equal((null, "the quote does not cover PCR 11, into which entries were measured"), Told(list, PcrBanks.None("")));
    }

    [Fact]
    public void Pcrs_into_which_nothing_is_measured_are_what_the_tpm_held()
    {
        var held = Ima.Some.Digest;
        byte[] pcrs = [.. held, .. Tpm.Banks.Find(DigestAlgorithm.Banks[1], 10)!];
        quote.Message = SomeQuote.Attest(SHA256.HashData(pcrs), (0x000B, [0x80, 4, 0]));
        quote.SignWith(Rsa);

        Assert.True(Told(List, Tpm.With("sha256", 7, held)).Item1);
        Assert.Null(Told(List, PcrBanks.None("")).Item1);
    }

    [Fact]
    public void A_pcr_that_the_list_names_is_never_taken_from_the_evidence()
    {
        var eleven = new MeasurementListBuilder().AddTo(11, "ima-ng", ListField.Digest("sha256", Ima.Some.Digest), ListField.Name("/x")).Binary;
        byte[] whole = [.. List, .. eleven];
        var tpm = SomeTpm.That(whole);
        byte[] pcrs = [.. tpm.Banks.Find(DigestAlgorithm.Banks[1], 10)!, .. tpm.Banks.Find(DigestAlgorithm.Banks[1], 11)!];
        quote.Message = SomeQuote.Attest(SHA256.HashData(pcrs), (0x000B, [0, 0x0C, 0]));
        quote.SignWith(Rsa);
        byte[] otherEleven = new MeasurementListBuilder().AddTo(11, "ima-ng", ListField.Digest("sha256", Ima.Some.Digest), ListField.Name("/y")).Binary;

        Assert.True(Told(whole, tpm.Banks).Item1);
        Assert.False(Told([.. List, .. otherEleven], tpm.Banks).Item1);
        Assert.False(Told(eleven, tpm.Banks).Item1);
    }

    [Theory]
    [InlineData(0, "not made by a TPM (begins with fe544347, not with ff544347): ")]
    [InlineData(5, "a TPM's attestation, but no quote (type 8019, not 8018): ")]
    public void What_is_no_quote_is_refused(int at, string problem)
    {
        quote.Message[at] ^= 1;
        quote.SignWith(Rsa);

        Assert.Equal(problem + quote.MessageFile, Problem());
    }

    [Fact]
    public void A_quote_that_is_cut_short_is_an_error_at_its_byte()
    {
        quote.SignWith(Rsa);
        var whole = quote.Message;
        for (var length = 0; length < whole.Length; length++)
        {
            quote.Message = whole[..length];
            var problem = Problem();
            Assert.StartsWith("quote is cut short at byte ", problem, StringComparison.Ordinal);
            Assert.EndsWith(": " + quote.MessageFile, problem, StringComparison.Ordinal);
        }
        quote.Message = [.. whole, 0];
        Assert.Equal($"quote has 1 bytes too many: {quote.MessageFile}", Problem());
    }

    [Fact]
    public void A_signature_that_is_cut_short_does_not_verify()
    {
        quote.SignWith(Rsa);
        var whole = quote.Signature;
        for (var length = 0; length < whole.Length; length++)
        {
            quote.Signature = whole[..length];
            Assert.False(Told().Item1);
        }
    }

    [Fact]
    public void Quotes_that_cannot_be_replayed_are_refused()
    {
        var digest = new byte[32];
        Refuses("quote is of a bank that is unknown here (algorithm 0027): ", digest, (0x0027, [0, 4, 0]));
        Refuses("quote is of PCR 24, which no kernel extends: ", digest, (0x000B, [0, 4, 0, 1]));
        Refuses("quote names the bank sha256 twice: ", digest, (0x000B, [0, 4, 0]), (0x000B, [0, 8, 0]));
        Refuses("quote is of no PCR: ", digest, (0x000B, [0, 0, 0]));
        Refuses("quote is of no PCR: ", digest);
        quote.Message = SomeQuote.Attest(new byte[20], (0x000B, [0, 4, 0]));
        Assert.StartsWith("quote is signed over SHA-1", Problem(), StringComparison.Ordinal);
        quote.Message = SomeQuote.Attest(new byte[31], (0x000B, [0, 4, 0]));
        Assert.StartsWith("quote has a hash over its PCRs of 31 bytes", Problem(), StringComparison.Ordinal);
        quote.Message = SomeQuote.Attest(new byte[48], (0x000B, [0, 4, 0]));
        quote.SignWith(Rsa);
        Assert.StartsWith("quote and signature name different hash algorithms", Problem(), StringComparison.Ordinal);
        quote.Message = new byte[20_000];
        Assert.StartsWith("too large for a quote", Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_told()
    {
        var problem = Assert.Throws<CannotCheckException>(() => Quote.Read("/nowhere/msg", "/nowhere/sig"));

        Assert.Equal("quote cannot be read: /nowhere/msg", problem.Message);
    }

    [Fact]
    public void No_bytes_crash_the_reader()
    {
        quote.SignWith(Rsa);
        var (message, signature) = (quote.Message, quote.Signature);
        Gen.Select(Gen.Int[0, message.Length - 1], Gen.Byte, Gen.Int[0, signature.Length - 1], Gen.Byte).Sample((at, value, signedAt, signed) =>
        {
            quote.Message = [.. message];
            quote.Signature = [.. signature];
            quote.Message[at] = value;
            quote.Signature[signedAt] = signed;
            var isSame = quote.Message.AsSpan().SequenceEqual(message) && quote.Signature.AsSpan().SequenceEqual(signature);
            try
            {
                Assert.Equal(isSame, Told().Item1);
            }
            catch (CannotCheckException)
            {
                Assert.False(isSame);
            }
        }, threads: 1, iter: 300);
    }

    /// <summary>As RFC 8017, 9.1.1, says, with a salt of that length.</summary>
    private static byte[] SignPss(int saltLength, byte[] message)
    {
        const int Length = 256;
        var salt = RandomNumberGenerator.GetBytes(saltLength);
        var hash = SHA256.HashData([.. new byte[8], .. SHA256.HashData(message), .. salt]);
        byte[] block = [.. new byte[Length - 32 - 2 - saltLength], 1, .. salt];
        for (var index = 0; index < block.Length; index++)
            block[index] ^= SHA256.HashData([.. hash, 0, 0, 0, (byte)(index / 32)])[index % 32];
        block[0] &= 0x7F;
        var key = Rsa.ExportParameters(includePrivateParameters: true);
        var signed = BigInteger.ModPow(Unsigned([.. block, .. hash, 0xBC]), Unsigned(key.D!), Unsigned(key.Modulus!)).ToByteArray(true, true);
        return [.. new byte[Length - signed.Length], .. signed];
    }

    private static BigInteger Unsigned(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private void Refuses(string problem, byte[] digest, params (ushort, byte[])[] selections)
    {
        quote.Message = SomeQuote.Attest(digest, selections);
        quote.SignWith(Rsa);
        Assert.Equal(problem + quote.MessageFile, Problem());
    }

    private string Problem()
    {
        quote.Write();
        return Assert.Throws<CannotCheckException>(() => Quote.Read(quote.MessageFile, quote.SignatureFile)).Message;
    }

    private (bool?, string) Told() => Told(List, PcrBanks.None(""));

    private (bool?, string) Told(byte[] list, PcrBanks banks)
    {
        quote.Write();
        using var replay = new QuoteReplay(Quote.Read(quote.MessageFile, quote.SignatureFile), banks);
        Replays.AddAll(replay, list);
        var verdict = replay.Verdict(quote.KeyFile, SomeQuote.Nonce);
        return (verdict.Verified, verdict.Reason);
    }
}
