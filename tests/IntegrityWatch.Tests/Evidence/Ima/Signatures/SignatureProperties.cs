using CsCheck;
using IntegrityWatch.Evidence.Ima.Signatures;

namespace IntegrityWatch.Tests.Evidence.Ima.Signatures;

public class SignatureProperties
{
    private static readonly EvmctlSignature[] Checked = [.. EvmctlSignature.All.Where(made => made.Algorithm != "v1")];

    private static readonly Gen<(int Signature, double Position, byte Bits)> Flip =
        Gen.Select(Gen.Int[0, Checked.Length - 1], Gen.Double[0, 0.999999], Gen.Byte[1, 255]);

    [Fact]
    public void A_signature_with_a_flipped_byte_is_never_valid()
    {
        using var keys = SignatureKeys.Load(EvmctlSignature.KeyFiles);
        Flip.Sample(flip =>
        {
            var made = Checked[flip.Signature];
            Assert.NotEqual(SignatureState.Valid, Signer.Check(keys, made.Algorithm, made.Digest, Flipped(made.Signature, flip)).State);
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public void A_digest_with_a_flipped_byte_is_never_validly_signed()
    {
        using var keys = SignatureKeys.Load(EvmctlSignature.KeyFiles);
        Flip.Sample(flip =>
        {
            var made = Checked[flip.Signature];
            var digest = Flipped(made.Digest[..made.SignedLength], flip).Concat(made.Digest[made.SignedLength..]).ToArray();
            Assert.Equal(SignatureState.Valid, Signer.Check(keys, made.Algorithm, made.Digest, made.Signature).State);
            Assert.NotEqual(SignatureState.Valid, Signer.Check(keys, made.Algorithm, digest, made.Signature).State);
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public void Garbage_behind_a_known_key_id_is_invalid_and_breaks_nothing()
    {
        foreach (var signer in (Signer[])[Signer.Rsa, Signer.Ecdsa])
        {
            using var keys = signer.Keys();
            // Bytes of which DER is made come up often.
            Gen.OneOf(Gen.Byte, Gen.OneOf<byte>(0, 1, 2, 0x20, 0x30, 0x80, 0x81, 0xff)).Array[1, 300].Sample(garbage =>
            {
                var verdict = Signer.Check(keys, "sha256", Signer.Hash("sha256", [1]), signer.Wrap(3, 2, 4, garbage));
                Assert.Equal(new SignatureVerdict(SignatureState.Invalid, signer.KeyId), verdict);
            }, iter: 2000, threads: 1);
        }
    }

    [Fact]
    public void Whatever_stands_in_the_field_there_is_a_verdict()
    {
        using var keys = Signer.Rsa.Keys();
        Gen.Select(Gen.OneOf(Gen.Byte[0, 7], Gen.Byte).Array[0, 40], Gen.Byte.Array[0, 70]).Sample((signature, digest) =>
            Assert.NotEqual(SignatureState.Valid, Signer.Check(keys, "sha256", digest, signature).State), iter: 2000, threads: 1);
    }

    [Fact]
    public void A_changed_key_file_is_read_or_refused()
    {
        using var folder = new TemporaryFolder();
        var files = Array.ConvertAll(EvmctlSignature.KeyFiles, File.ReadAllBytes);
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Select(Gen.Double[0, 0.999999], Gen.Byte[1, 255]).Array[1, 3], Gen.Int[0, 20])
            .Sample((file, flips, cut) =>
            {
                byte[] changed = [.. files[file].SkipLast(cut)];
                foreach (var (place, bits) in flips)
                    changed[(int)(place * changed.Length)] ^= bits;
                try
                {
                    SignatureKeys.Load([folder.Write("key", changed)]).Dispose();
                }
                catch (CannotCheckException problem)
                {
                    Assert.EndsWith(folder["key"], problem.Message, StringComparison.Ordinal);
                }
            }, iter: 2000, threads: 1);
    }

    private static byte[] Flipped(byte[] bytes, (int Signature, double Position, byte Bits) flip)
    {
        byte[] changed = [.. bytes];
        changed[(int)(flip.Position * bytes.Length)] ^= flip.Bits;
        return changed;
    }
}
