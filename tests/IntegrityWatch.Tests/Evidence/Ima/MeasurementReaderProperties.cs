using System.Text;
using CsCheck;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Ima;

public class MeasurementReaderProperties
{
    private static readonly Gen<byte[]> Name = Gen.OneOf<byte[]>(
        Gen.Byte[1, 255].Array[1, 60],
        Gen.OneOf("/bin/ls", "/a\n10 ", "\n\n", "boot_aggregate", ":").Select(Encoding.ASCII.GetBytes));

    private static readonly Gen<ListField> NameField =
        Name.Select(name => ListField.Name([.. name.Select(letter => letter == ' ' ? (byte)'_' : letter)]));

    private static readonly Gen<ListField> LabelField =
        Gen.OneOf(".ima", "/var/log/journal", "kexec-cmdline").Select(ListField.Name);

    private static readonly Gen<ListField> DigestField = Gen.Select(
        Gen.OneOf("sha256", "sha1", "md5", "sm3"),
        Gen.Byte.Array[1, 64],
        (algorithm, digest) => ListField.Digest(algorithm, digest));

    private static readonly Gen<ListField> TypedDigestField = Gen.Select(
        Gen.OneOf("ima:sha256", "verity:sha512"),
        Gen.Byte.Array[1, 64],
        (algorithm, digest) => ListField.Digest(algorithm, digest));

    private static readonly Gen<ListField> HexField = Gen.Byte.Array[0, 40].Select(ListField.Hex);

    private static Gen<Action<MeasurementListBuilder>> Entry(bool bigEndian)
    {
        var owner = Gen.UInt.Select(id => ListField.Owner(id, bigEndian));
        var xattrs = Gen.Const(ListField.Raw("security.ima|security.capability"));
        var mode = Gen.UShort.Select(bits => ListField.Mode(bits, bigEndian));
        return Gen.OneOf<Action<MeasurementListBuilder>>(
            Of("ima-ng", DigestField, NameField),
            Of("ima-sig", DigestField, NameField, HexField),
            Of("ima-ngv2", TypedDigestField, NameField),
            Of("ima-sigv2", TypedDigestField, NameField, HexField),
            Of("ima-buf", DigestField, LabelField, HexField),
            Of("ima-modsig", DigestField, NameField, HexField, DigestField, HexField),
            Of("ima-modsig", DigestField, NameField, HexField, Gen.Const(ListField.Empty), Gen.Const(ListField.Empty)),
            Of("evm-sig", DigestField, NameField, HexField, xattrs, HexField, HexField, owner, owner, mode),
            Of(Some.CustomTemplate, DigestField, NameField, owner, owner, mode),
            Of("n-ng|d-ng", NameField, DigestField),
            Of("d|n", Gen.Byte.Array[20].Select(ListField.RawDigest), NameField),
            Gen.Select(Gen.Byte.Array[20], NameField, (digest, name) =>
                (Action<MeasurementListBuilder>)(list => list.Legacy(digest, name.Text))),
            DigestField.Select(LabelField, (digest, name) =>
                (Action<MeasurementListBuilder>)(list => list.Violation("ima-ng", digest, name))));
    }

    private static Gen<Action<MeasurementListBuilder>> Of(string template, params Gen<ListField>[] fields) =>
        Gen.Int[0, 23].Select(fields.Aggregate(
            Gen.Const(Array.Empty<ListField>()),
            (made, field) => made.Select(field, (before, next) => before.Append(next).ToArray())),
            (pcr, made) => (Action<MeasurementListBuilder>)(list => list.AddTo(pcr, template, made)));

    private static Gen<(MeasurementListBuilder List, int Count)> List() =>
        from width in Gen.OneOf(20, 32, 48, 64)
        from bigEndian in Gen.Bool
        from entries in Entry(bigEndian).Array[1, 12]
        select (Built(width, bigEndian, entries), entries.Length);

    private static MeasurementListBuilder Built(int width, bool bigEndian, Action<MeasurementListBuilder>[] entries)
    {
        var list = new MeasurementListBuilder(width, bigEndian);
        foreach (var entry in entries)
            entry(list);
        return list;
    }

    [Fact]
    public void One_record_never_becomes_two_nor_none()
    {
        List().Sample(made =>
        {
            var (list, count) = made;
            var binary = EntryCopy.ReadAll(list.Binary);
            var ascii = EntryCopy.ReadAll(list.Ascii);

            Assert.Equal(count, binary.Count);
            Assert.All(binary, entry => Assert.True(entry.HashVerifies));
            Assert.DoesNotContain(binary, entry => entry.Kind == MeasurementKind.Opaque);
            Assert.Equal(binary.Select(entry => entry.InAnyForm()), ascii.Select(entry => entry.InAnyForm()));
            Assert.DoesNotContain(ascii, entry => entry.IsVerified == false);
        });
    }

    [Fact]
    public void Every_truncation_ends_at_its_entry()
    {
        Gen.Select(List(), Gen.Double[0, 1]).Sample((made, part) =>
        {
            var list = made.List.Binary;
            var cut = (int)(part * list.Length);

            var (entries, problem) = EntryCopy.ReadUntilProblem(list[..cut]);

            Assert.Equal(made.List.Ends.Count(end => end <= cut), entries.Count);
            Assert.Equal(cut == 0 || !made.List.Ends.Contains(cut), problem is not null);
        });
    }

    [Fact]
    public void Whatever_is_changed_in_a_list_nothing_crashes_hangs_or_fills_memory()
    {
        var change = Gen.Select(Gen.Double[0, 1], Gen.Int[0, 8], Gen.Byte.Array[0, 8]);
        Gen.Select(List(), Gen.Bool, change.Array[1, 4]).Sample((made, binary, changes) =>
        {
            var list = (binary ? made.List.Binary : made.List.Ascii).ToList();
            foreach (var (place, removed, added) in changes)
            {
                var at = (int)(place * list.Count);
                list.RemoveRange(at, Math.Min(removed, list.Count - at));
                list.InsertRange(at, added);
            }
            AssertHarmless([.. list]);
        });
    }

    [Fact]
    public void Random_bytes_neither_crash_nor_hang_nor_fill_memory()
    {
        Gen.Byte.Array[0, 2000].Sample(AssertHarmless);
        Gen.OneOf<byte>(Gen.Byte[0, 2], Gen.Byte[(byte)'a', (byte)'c']).Array[0, 400].Sample(AssertHarmless);
    }

    private static void AssertHarmless(byte[] list)
    {
        const int Block = 1 << 20;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var reader = MeasurementList.Open(Some.ListName, new MemoryStream(list), null);
            long end = 0;
            while (reader.Read(out var entry))
            {
                Assert.Equal(end, entry.Offset);
                Assert.True(reader.BytesRead > end);
                end = reader.BytesRead;
            }
            Assert.Equal(list.Length, end);
        }
        catch (CannotCheckException problem)
        {
            Assert.EndsWith(Some.ListName, problem.Message, StringComparison.Ordinal);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Block + 100_000 + 32 * list.Length);
    }
}
