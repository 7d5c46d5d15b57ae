using System.Buffers.Binary;
using CsCheck;
using IntegrityWatch.Evidence.Packages.Rpm;

namespace IntegrityWatch.Tests.Evidence.Packages.Rpm;

public class RpmHeaderTests
{
    [Fact]
    public void Random_bytes_are_no_header_or_one_that_can_be_read_to_its_end() =>
        Gen.Byte.Array[0, 400].Sample(ReadAll, iter: 5_000);

    [Fact]
    public void Entries_that_lead_anywhere_are_read_only_within_the_values()
    {
        var number = Gen.OneOf(Gen.UInt[0, 20], Gen.Const(uint.MaxValue), Gen.Const(0x80000000u), Gen.UInt);
        var tag = Gen.OneOf(Enum.GetValues<RpmTag>()).Select(known => (uint)known);
        var entry = Gen.Select(tag, Gen.UInt[0, 9], number, number);
        Gen.Select(entry.Array[0, 20], Gen.OneOf(Gen.Byte, Gen.Const((byte)0), Gen.Const((byte)'/')).Array[0, 60]).Sample(
            made => ReadAll(Header(made.Item1, made.Item2)), iter: 20_000);
    }

    [Theory]
    [InlineData(0u, 0u, true)]
    [InlineData(0u, 1u, false)]
    [InlineData(1u, 0u, false)]
    [InlineData(0x10000000u, 0u, false)]
    [InlineData(uint.MaxValue, uint.MaxValue, false)]
    public void Sizes_that_do_not_add_up_are_no_header(uint entries, uint size, bool isHeader)
    {
        var blob = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(blob, entries);
        BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(4), size);

        Assert.Equal(isHeader, RpmHeader.Of(blob) is not null);
    }

    [Fact]
    public void Of_two_entries_with_one_tag_the_last_counts()
    {
        var header = RpmHeader.Of(Header([((uint)RpmTag.Name, 6, 0, 1), ((uint)RpmTag.Name, 6, 2, 1)], "a\0b\0"u8))!;

        Assert.Equal("b"u8, header.Text(RpmTag.Name));
    }

    [Fact]
    public void A_count_that_the_values_cannot_hold_gives_nothing()
    {
        var header = RpmHeader.Of(Header([((uint)RpmTag.BaseNames, 8, 0, uint.MaxValue), ((uint)RpmTag.FileFlags, 4, 0, 0x40000001),
            ((uint)RpmTag.DirectoryNames, 8, 0, 3)], "a\0b\0"u8))!;

        Assert.Equal(0, header.Strings(RpmTag.BaseNames).Count);
        Assert.Equal(0, header.Strings(RpmTag.DirectoryNames).Count);
        Assert.True(header.Integers(RpmTag.FileFlags, 4).IsEmpty);
    }

    [Theory]
    [InlineData(0xFFFFFFFFu, true)]
    [InlineData(1u, true)]
    [InlineData(0xFFFFFFFEu, false)]
    [InlineData(0u, false)]
    [InlineData(null, true)]
    public void A_package_can_leave_the_content_of_a_file_out_of_verification(uint? verifyFlags, bool isVerified) =>
        Assert.Equal(isVerified, OneFile(verifyFlags: verifyFlags).IsVerified(0));

    [Fact]
    public void Flags_that_are_fewer_than_the_files_belong_to_none() =>
        Assert.Null(RpmFileList.Of(RpmHeader.Of(Header([((uint)RpmTag.FileVerifyFlags, 4, 0, 1)], [0, 0, 0, 1]))!));

    [Fact]
    public void All_that_a_package_says_of_its_files_is_in_the_digest_of_its_list()
    {
        var files = new[]
        {
            OneFile(), OneFile(name: "b"), OneFile(folder: "/s/"), OneFile(digest: "1"), OneFile(flags: 1), OneFile(mode: 0x81FF),
            OneFile(verifyFlags: 0), OneFile(verifyFlags: 1),
        };

        Assert.Equal(files.Length, files.Select(file => file.ManifestDigest).Distinct().Count());
        Assert.Equal(OneFile().ManifestDigest, OneFile().ManifestDigest);
    }

    [Fact]
    public void When_a_package_was_installed_is_not_in_the_digest_of_its_list() =>
        Assert.Equal(OneFile(installed: 1).ManifestDigest, OneFile(installed: 2).ManifestDigest);

    private static RpmFileList OneFile(string name = "a", string folder = "/r/", string digest = "0", uint flags = 0, ushort mode = 0x81ED,
        uint? verifyFlags = null, uint installed = 0)
    {
        var values = new List<byte>();
        var entries = new List<(uint, uint, uint, uint)>();
        Add(RpmTag.DirectoryNames, 8, [.. System.Text.Encoding.ASCII.GetBytes(folder), 0]);
        Add(RpmTag.BaseNames, 8, [.. System.Text.Encoding.ASCII.GetBytes(name), 0]);
        Add(RpmTag.FileDigests, 8, [.. System.Text.Encoding.ASCII.GetBytes(digest), 0]);
        Add(RpmTag.DirectoryIndexes, 4, new byte[4]);
        Add(RpmTag.FileModes, 3, [(byte)(mode >> 8), (byte)mode]);
        Add(RpmTag.FileFlags, 4, Number(flags));
        Add(RpmTag.InstallTime, 4, Number(installed));
        if (verifyFlags is { } some)
            Add(RpmTag.FileVerifyFlags, 4, Number(some));
        return RpmFileList.Of(RpmHeader.Of(Header([.. entries], [.. values]))!)!;

        void Add(RpmTag tag, uint type, byte[] value)
        {
            entries.Add(((uint)tag, type, (uint)values.Count, 1));
            values.AddRange(value);
        }

        static byte[] Number(uint number)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            return bytes;
        }
    }

    private static void ReadAll(byte[] blob)
    {
        if (RpmHeader.Of(blob) is not { } header)
            return;
        _ = RpmPackage.Of(header)?.Installed;
        if (RpmFileList.Of(header) is not { } files)
            return;
        _ = files.ManifestDigest;
        for (var i = 0; i < files.Count; i++)
        {
            _ = files.IsInstalled(i);
            _ = files.IsConfiguration(i);
            _ = files.Manifest(i);
            _ = files.IsVerified(i);
            Assert.True(files.Path(i) is null or [(byte)'/', ..]);
        }
    }

    private static byte[] Header((uint Tag, uint Type, uint Offset, uint Count)[] entries, ReadOnlySpan<byte> values)
    {
        var blob = new byte[8 + (entries.Length * 16) + values.Length];
        BinaryPrimitives.WriteInt32BigEndian(blob, entries.Length);
        BinaryPrimitives.WriteInt32BigEndian(blob.AsSpan(4), values.Length);
        var at = blob.AsSpan(8);
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt32BigEndian(at, entry.Tag);
            BinaryPrimitives.WriteUInt32BigEndian(at[4..], entry.Type);
            BinaryPrimitives.WriteUInt32BigEndian(at[8..], entry.Offset);
            BinaryPrimitives.WriteUInt32BigEndian(at[12..], entry.Count);
            at = at[16..];
        }
        values.CopyTo(at);
        return blob;
    }
}
