using System.Security.Cryptography;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Tests.Evidence.Ima;

public class TemplateHashTests
{
    [Fact]
    public void A_changed_byte_of_the_data_does_not_verify()
    {
        var list = new MeasurementListBuilder().SignedFile("/bin/ls", Some.Signature).Binary;
        for (var at = list.Length - 1; list[at] != Some.Digest[0] && at > list.Length - 20; at--)
        {
            var changed = list.ToArray();
            changed[at] ^= 1;
            Assert.DoesNotContain(EntryCopy.ReadAll(changed), entry => entry.HashVerifies);
        }
    }

    [Fact]
    public void A_legacy_name_is_padded_and_its_length_is_not_hashed()
    {
        foreach (var length in new[] { 1, 20, 254, 255 })
        {
            var name = Enumerable.Repeat((byte)'n', length).ToArray();

            var list = new MeasurementListBuilder().Legacy(Some.Sha1Digest, name);

            Assert.True(Assert.Single(EntryCopy.ReadAll(list.Binary)).HashVerifies);
        }
    }

    [Fact]
    public void A_legacy_name_longer_than_the_kernel_writes_does_not_verify()
    {
        var name = new ListField(new byte[300], []);
        var list = new MeasurementListBuilder().Write(10, Some.Sha1Digest, "ima", ListField.RawDigest(Some.Sha1Digest), name);

        Assert.False(Assert.Single(EntryCopy.ReadAll(list.Binary)).HashVerifies);
    }

    [Fact]
    public void A_violation_has_no_hash_to_check()
    {
        Assert.True(Assert.Single(EntryCopy.ReadAll(new MeasurementListBuilder().Violation("/bin/ls").Binary)).HashVerifies);
    }

#pragma warning disable CA5350 // The kernel's plain list is SHA-1.
    [Fact]
    public void A_bank_whose_algorithm_the_kernel_lacks_holds_a_padded_sha1()
    {
        var digest = ListField.Digest("sha256", Some.Digest);
        var name = ListField.Name("/bin/ls");
        var data = EntryCopy.ReadAll(new MeasurementListBuilder().Add("ima-ng", digest, name).Binary)[0].TemplateData;
        byte[] padded = [.. SHA1.HashData(Convert.FromHexString(data)), .. new byte[28]];
        byte[] wrong = [.. new byte[19], 1, .. new byte[28]];

        var list = new MeasurementListBuilder(48)
            .Write(10, padded, "ima-ng", digest, name)
            .Write(10, wrong, "ima-ng", digest, name);

        Assert.Equal([true, false], EntryCopy.ReadAll(list.Binary).Select(entry => entry.HashVerifies));
    }

    [Fact]
    public void An_entry_is_hashed_for_any_bank()
    {
        using var reader = Some.Reader(new MeasurementListBuilder().File("/bin/ls").Binary);
        reader.Read(out var entry);
        var data = entry.TemplateData.ToArray();

        byte[][] banks = [SHA1.HashData(data), SHA256.HashData(data), SHA384.HashData(data), SHA512.HashData(data)];
        foreach (var expected in banks)
        {
            var computed = new byte[expected.Length];
            TemplateHash.Compute(entry, computed);
            Assert.Equal(expected, computed);
        }
    }
#pragma warning restore CA5350
}
