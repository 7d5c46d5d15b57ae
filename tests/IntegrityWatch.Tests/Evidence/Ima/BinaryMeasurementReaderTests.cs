using System.Buffers.Binary;
using System.Text;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Tests.Evidence.Ima;

public class BinaryMeasurementReaderTests
{
    [Theory]
    [InlineData(20, false)]
    [InlineData(20, true)]
    [InlineData(32, false)]
    [InlineData(32, true)]
    [InlineData(48, false)]
    [InlineData(64, true)]
    public void Every_template_is_read_in_every_width_and_byte_order(int width, bool bigEndian)
    {
        var list = Some.ListOfEveryTemplate(width, bigEndian).Legacy(Some.Sha1Digest, "/bin/legacy"u8.ToArray());

        var entries = EntryCopy.ReadAll(list.Binary);

        Assert.All(entries, entry => Assert.True(entry.HashVerifies, entry.Name));
        Assert.Equal(
            [
                "boot_aggregate", "/bin/ng", "/bin/sig", "/bin/ngv2", "/bin/sigv2", ".ima", "/lib/modules/a.ko", "/bin/evm",
                "/bin/custom", "/bin/dn", "/bin/legacy",
            ],
            entries.Select(entry => entry.Name));
        var hex = Convert.ToHexStringLower(Some.Digest);
        var sha1 = $"sha1:{Convert.ToHexStringLower(Some.Sha1Digest)}";
        Assert.Equal(
            [
                $"sha256:{hex}", entries[1].Digest, $"sha256:{hex}", $"sha256:{hex}", $"verity:sha256:{hex}", $"sha256:{hex}",
                $"sha256:{hex}", $"sha256:{hex}", $"sha256:{hex}", sha1, sha1,
            ],
            entries.Select(entry => entry.Digest));
        Assert.StartsWith("sha512:000102", entries[1].Digest, StringComparison.Ordinal);
        var signature = Convert.ToHexStringLower(Some.Signature);
        Assert.Equal(
            ["", "", signature, "", signature, "", "308107", "05020401", "", "", ""], entries.Select(entry => entry.Signature));
        Assert.Equal(
            [MeasurementKind.BootAggregate, MeasurementKind.File, MeasurementKind.Buffer],
            [entries[0].Kind, entries[1].Kind, entries[5].Kind]);
    }

    [Fact]
    public void Entries_know_their_number_place_and_pcr()
    {
        var list = new MeasurementListBuilder()
            .File("/bin/one")
            .AddTo(11, "ima-ng", ListField.Digest("sha256", Some.Digest), ListField.Name("/bin/two"));

        var entries = EntryCopy.ReadAll(list.Binary);

        Assert.Equal([(1, 0, 10), (2, list.Ends[0], 11)], entries.Select(entry => (entry.Number, entry.Offset, entry.Pcr)));
    }

    [Fact]
    public void A_reader_counts_templates_violations_and_what_it_does_not_know()
    {
        var list = new MeasurementListBuilder()
            .File("/bin/one")
            .File("/bin/two")
            .Violation("/bin/three")
            .SignedFile("/bin/four", Some.Signature)
            .Add("ima-cgn", ListField.Raw("what a patched kernel writes"));
        using var reader = Some.Reader(list.Binary);

        EntryCopy.ReadAll(reader);

        Assert.Equal(MeasurementFormat.Binary, reader.Format);
        Assert.Equal(5, reader.Entries);
        Assert.Equal(list.Binary.Length, reader.BytesRead);
        Assert.Equal(1, reader.Violations);
        Assert.Equal(1, reader.Opaque);
        Assert.Equal(0, reader.Unverified);
        Assert.Equal(
            new Dictionary<string, long> { ["ima-ng"] = 3, ["ima-sig"] = 1, ["ima-cgn"] = 1 }, reader.Templates);
    }

    [Fact]
    public void An_unknown_template_is_skipped_by_its_length_and_still_verifies()
    {
        var list = new MeasurementListBuilder()
            .Add("ima-cgn", ListField.Digest("sha256", Some.Digest), ListField.Raw("/docker/1"), ListField.Name("/bin/one"))
            .File("/bin/two");

        var entries = EntryCopy.ReadAll(list.Binary);

        Assert.Equal([MeasurementKind.Opaque, MeasurementKind.File], entries.Select(entry => entry.Kind));
        Assert.True(entries[0].HashVerifies);
        Assert.Equal("", entries[0].Name);
    }

    [Fact]
    public void A_known_template_with_other_fields_than_it_has_is_opaque()
    {
        var digest = ListField.Digest("sha256", Some.Digest);
        var list = new MeasurementListBuilder()
            .Add("ima-ng", digest)
            .Add("ima-ng", digest, ListField.Name("/bin/ls"), ListField.Raw("more"))
            .Add("ima-ng", ListField.Raw("no algorithm"), ListField.Name("/bin/ls"))
            .Add("ima-ng", digest, ListField.Raw("/bin/ls\0/bin/forged"))
            .Add("ima-ng", digest, ListField.Name(""))
            .Add("d|n", ListField.RawDigest([1, 2, 3]), ListField.Name("/bin/ls"));

        var entries = EntryCopy.ReadAll(list.Binary);

        Assert.Equal(6, entries.Count);
        Assert.All(entries, entry => Assert.Equal(MeasurementKind.Opaque, entry.Kind));
        Assert.All(entries, entry => Assert.Equal("", entry.Name));
    }

    [Fact]
    public void A_violation_is_told_by_its_template_digest_in_every_width_of_its_file_digest()
    {
        var name = ListField.Name("/var/log/journal");
        var list = new MeasurementListBuilder()
            .Violation("ima-ng", ListField.Digest("sha1", new byte[20]), name)
            .Violation("ima-ng", ListField.Digest("sha256", new byte[20]), name)
            .Violation("ima-ng", ListField.Digest("sha256", new byte[32]), name)
            .Violation("ima-cgn", name);

        var entries = EntryCopy.ReadAll(list.Binary);

        Assert.All(entries, entry => Assert.Equal(MeasurementKind.Violation, entry.Kind));
        Assert.Equal(["/var/log/journal", "/var/log/journal", "/var/log/journal", ""], entries.Select(entry => entry.Name));
    }

    [Fact]
    public void A_zero_file_digest_with_a_template_digest_is_unmeasurable()
    {
        var list = new MeasurementListBuilder()
            .Add("ima-ng", ListField.Digest("sha256", new byte[32]), ListField.Name("/srv/direct"))
            .Add("ima-ng", ListField.Digest("sha256", new byte[32]), ListField.Name("boot_aggregate"));

        var entries = EntryCopy.ReadAll(list.Binary);

        Assert.Equal([MeasurementKind.Unmeasurable, MeasurementKind.BootAggregate], entries.Select(entry => entry.Kind));
    }

    [Fact]
    public void A_file_that_is_named_boot_aggregate_is_a_file()
    {
        var entry = Assert.Single(EntryCopy.ReadAll(new MeasurementListBuilder().File("/tmp/boot_aggregate").Binary));

        Assert.Equal(MeasurementKind.File, entry.Kind);
    }

    [Fact]
    public void Names_are_the_lists_own_bytes()
    {
        byte[] name = [.. "/tmp/a\nb\t\"\x1b[31m"u8, 0xff, 0xfe];
        var list = new MeasurementListBuilder().Add("ima-ng", ListField.Digest("sha256", Some.Digest), ListField.Name(name));

        var entry = Assert.Single(EntryCopy.ReadAll(list.Binary));

        Assert.Equal(Encoding.Latin1.GetString(name), entry.Name);
    }

    [Fact]
    public void A_signature_of_many_kilobytes_is_read_whole()
    {
        var signature = new byte[3 << 20];
        Random.Shared.NextBytes(signature);
        var list = new MeasurementListBuilder().File("/bin/one").SignedFile("/bin/large", signature).File("/bin/three");

        var entries = EntryCopy.ReadAll(list.Binary);

        Assert.Equal(["/bin/one", "/bin/large", "/bin/three"], entries.Select(entry => entry.Name));
        Assert.Equal(Convert.ToHexStringLower(signature), entries[1].Signature);
        Assert.All(entries, entry => Assert.True(entry.HashVerifies));
    }

    [Fact]
    public void A_stream_that_gives_a_few_bytes_at_a_time_reads_the_same()
    {
        var list = Some.ListOfEveryTemplate().Binary;
        using var reader = MeasurementList.Open(Some.ListName, new TricklingStream(list), null);

        Assert.Equal(EntryCopy.ReadAll(list), EntryCopy.ReadAll(reader));
    }

    [Fact]
    public void A_list_longer_than_a_block_is_read_to_its_end()
    {
        var list = new MeasurementListBuilder();
        for (var i = 0; i < 20_000; i++)
            list.File($"/bin/file-{i}");
        Assert.True(list.Binary.Length > 1 << 20);

        var entries = EntryCopy.ReadAll(list.Binary);

        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => $"/bin/file-{i}"), entries.Select(entry => entry.Name));
    }

    [Fact]
    public void A_truncated_last_record_is_an_error_at_its_entry()
    {
        var list = Some.ListOfEveryTemplate().Legacy(Some.Sha1Digest, "/bin/legacy"u8.ToArray());
        for (var cut = 1; cut < list.Binary.Length; cut++)
        {
            var whole = list.Ends.Count(end => end <= cut);

            var (entries, problem) = EntryCopy.ReadUntilProblem(list.Binary[..cut]);

            Assert.Equal(whole, entries.Count);
            if (list.Ends.Contains(cut))
                Assert.Null(problem);
            else if (whole > 0)
                Assert.Equal(
                    $"measurement list is cut short in entry {whole + 1} at byte {list.Ends[whole - 1]}: {Some.ListName}",
                    problem?.Message);
            else
                Assert.NotNull(problem);
        }
    }

    [Theory]
    [InlineData(0xffffffff)]
    [InlineData(0x7fffffff)]
    [InlineData(0x08000000)]
    public void A_length_that_nothing_stands_behind_costs_no_memory(uint length)
    {
        var built = new MeasurementListBuilder().File("/bin/one").File("/bin/two");
        var list = built.Binary;
        BinaryPrimitives.WriteUInt32LittleEndian(list.AsSpan(built.Ends[0] + 4 + 20 + 4 + "ima-ng".Length), length);
        using var reader = Some.Reader(list);
        Assert.True(reader.Read(out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<CannotCheckException>(() => reader.Read(out _));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_record_without_end_is_refused_before_memory_runs_out()
    {
        var head = new MeasurementListBuilder().File("/bin/one").Binary[..(4 + 20 + 4 + "ima-ng".Length)];
        using var reader = MeasurementList.Open(Some.ListName, new EndlessStream([.. head, 0xff, 0xff, 0xff, 0xff]), null);

        var problem = Assert.Throws<CannotCheckException>(() => reader.Read(out _));

        Assert.Equal($"measurement list has an impossibly large entry at byte 0: {Some.ListName}", problem.Message);
    }

    [Fact]
    public void Bytes_that_cannot_begin_an_entry_are_damage_at_their_place()
    {
        var list = new MeasurementListBuilder().File("/bin/one");
        byte[] badPcr = [.. list.Binary, .. Enumerable.Repeat((byte)0x41, 100)];
        byte[] badName = [.. list.Binary, .. list.Binary];
        badName[list.Binary.Length + 4 + 20 + 4] = (byte)' ';

        foreach (var damaged in new[] { badPcr, badName })
        {
            var (entries, problem) = EntryCopy.ReadUntilProblem(damaged);

            Assert.Single(entries);
            Assert.Equal(
                $"measurement list is damaged in entry 2 at byte {list.Binary.Length}: {Some.ListName}", problem?.Message);
        }
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_with_its_reason()
    {
        var problem = Assert.Throws<CannotCheckException>(() => MeasurementList.Open(Some.ListName, new BusyStream(), null));

        Assert.Equal($"measurement list cannot be read at byte 0 (device or resource busy): {Some.ListName}", problem.Message);
    }

    [Fact]
    public void Entries_cost_no_allocation()
    {
        var list = new MeasurementListBuilder();
        for (var i = 0; i < 5_000; i++)
            list.File($"/bin/file-{i}").SignedFile($"/bin/signed-{i}", Some.Signature).Violation("/var/log/journal");
        using var reader = Some.Reader(list.Binary);
        reader.Read(out _);
        for (var i = 0; i < 10; i++)
            reader.Read(out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Read(out var entry))
            _ = TemplateHash.Verifies(entry);

        Assert.Equal(15_000, reader.Entries);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }
}
