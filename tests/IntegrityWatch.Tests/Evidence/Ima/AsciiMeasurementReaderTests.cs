using System.Text;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Ima;

public class AsciiMeasurementReaderTests
{
    private static string ForgedLine(string name) =>
        Encoding.UTF8.GetString(new MeasurementListBuilder().File(name).Ascii).TrimEnd('\n');

    [Theory]
    [InlineData(20, false)]
    [InlineData(20, true)]
    [InlineData(32, false)]
    [InlineData(48, true)]
    [InlineData(64, false)]
    public void Both_forms_of_a_list_tell_the_same(int width, bool bigEndian)
    {
        var list = Some.ListOfEveryTemplate(width, bigEndian).Violation("/var/log/journal");

        Assert.Equal(
            EntryCopy.ReadAll(list.Binary).Select(entry => entry.InAnyForm()),
            EntryCopy.ReadAll(list.Ascii).Select(entry => entry.InAnyForm()));
    }

    [Fact]
    public void The_legacy_template_tells_the_same_in_both_forms()
    {
        var list = new MeasurementListBuilder().Legacy(Some.Sha1Digest, "/bin/a\nb"u8.ToArray()).Legacy(Some.Sha1Digest, [0xff]);

        Assert.Equal(
            EntryCopy.ReadAll(list.Binary).Select(entry => entry.InAnyForm()),
            EntryCopy.ReadAll(list.Ascii).Select(entry => entry.InAnyForm()));
    }

    [Fact]
    public void A_name_with_newlines_is_one_entry()
    {
        string[] names = ["/tmp/a\nb", "/tmp/\n\n\n", "/tmp/a\n", "/tmp/plain", "/tmp/\n10 "];
        var list = new MeasurementListBuilder();
        foreach (var name in names)
            list.File(name).SignedFile(name, Some.Signature);

        var entries = EntryCopy.ReadAll(list.Ascii);

        Assert.Equal(names.SelectMany(name => new[] { name, name }), entries.Select(entry => entry.Name));
        Assert.All(entries, entry => Assert.True(entry.IsVerified));
    }

    [Fact]
    public void A_line_that_a_name_forges_is_not_an_entry()
    {
        var forged = $"/tmp/a\n{ForgedLine("/usr/bin/forged")}\n{ForgedLine("/usr/bin/another")}";
        var list = new MeasurementListBuilder().File("/bin/ls").File(forged).File("/bin/cat");
        using var reader = Some.Reader(list.Ascii);

        var entries = EntryCopy.ReadAll(reader);

        Assert.Equal(["/bin/ls", forged, "/bin/cat"], entries.Select(entry => entry.Name));
        Assert.Equal(0, reader.Unverified);
    }

    [Fact]
    public void A_forged_line_that_would_verify_is_not_trusted_behind_an_entry_that_does_not()
    {
        var list = new MeasurementListBuilder()
            .File("/bin/ls")
            .Write(10, Some.Sha1Digest, "ima-ng", ListField.Digest("sha256", Some.Digest), ListField.Name("/tmp/a"))
            .File("/usr/bin/forged");
        for (var i = 0; i < 50; i++)
            list.File($"/usr/bin/far-{i}");
        using var reader = Some.Reader(list.Ascii);

        var entries = EntryCopy.ReadAll(reader);

        Assert.True(entries[0].IsVerified);
        Assert.Equal("/tmp/a", entries[1].Name);
        Assert.False(entries[1].IsVerified);
        Assert.False(entries[2].IsVerified);
        Assert.True(entries[^1].IsVerified);
        Assert.Equal(entries.Count(entry => entry.IsVerified == false), reader.Unverified);
    }

    [Theory]
    [InlineData("10 ", "10x ")]
    [InlineData("10 ", "x10 ")]
    [InlineData("10 ", "24 ")]
    [InlineData("10 ", "4294967306 ")]
    [InlineData("10 ", "-1 ")]
    public void A_line_with_another_beginning_than_an_entrys_is_none_and_is_counted(string part, string other)
    {
        var list = new MeasurementListBuilder().File("/bin/ls");
        var line = ForgedLine("/usr/bin/forged").Replace(part, other, StringComparison.Ordinal);
        using var reader = Some.Reader([.. list.Ascii, .. Encoding.UTF8.GetBytes(line + "\n"), .. new MeasurementListBuilder().File("/bin/cat").Ascii]);

        var entries = EntryCopy.ReadAll(reader);

        Assert.False(entries[1].IsVerified);
        Assert.Equal(MeasurementKind.Opaque, entries[1].Kind);
        Assert.True(reader.Unverified > 0);
        Assert.Equal("/bin/cat", entries[2].Name);
    }

    [Fact]
    public void A_template_hash_that_is_cut_short_is_not_completed_by_that_of_the_line_before()
    {
        var line = ForgedLine("/bin/ls");
        var words = line.Split(' ', 3);
        using var reader = Some.Reader(Encoding.UTF8.GetBytes($"{line}\n{words[0]} {words[1][..^2]} {words[2]}\n"));

        Assert.Equal([true, false], EntryCopy.ReadAll(reader).Select(entry => entry.IsVerified));
        Assert.Equal(1, reader.Unverified);
    }

    [Fact]
    public void A_changed_digest_is_one_unverified_entry_and_not_lost()
    {
        var list = new MeasurementListBuilder().File("/bin/ls", "content");
        var changed = Encoding.UTF8.GetString(list.Ascii).Replace(
            Convert.ToHexStringLower(MeasurementListBuilder.Sha256("content")),
            Convert.ToHexStringLower(MeasurementListBuilder.Sha256("other")),
            StringComparison.Ordinal);

        var entry = Assert.Single(EntryCopy.ReadAll(Encoding.UTF8.GetBytes(changed)));

        Assert.False(entry.IsVerified);
        Assert.Equal("/bin/ls", entry.Name);
        Assert.Equal($"sha256:{Convert.ToHexStringLower(MeasurementListBuilder.Sha256("other"))}", entry.Digest);
    }

    [Fact]
    public void A_violation_ends_with_its_line_and_what_its_name_spills_is_counted_as_unverified()
    {
        var list = new MeasurementListBuilder().File("/bin/ls").Violation("/tmp/a\nspilled").File("/bin/cat");
        using var reader = Some.Reader(list.Ascii);

        var entries = EntryCopy.ReadAll(reader);

        Assert.Equal(["/bin/ls", "/tmp/a", "spilled", "/bin/cat"], entries.Select(entry => entry.Name));
        Assert.Equal([true, null, false, true], entries.Select(entry => entry.IsVerified));
        Assert.Equal(MeasurementKind.Violation, entries[1].Kind);
        Assert.Equal((4, 1, 1, 1), (reader.Entries, reader.Violations, reader.Opaque, reader.Unverified));
    }

    [Fact]
    public void An_unknown_template_is_counted_and_cannot_be_verified()
    {
        var list = new MeasurementListBuilder().File("/bin/ls").Add("ima-cgn", ListField.Raw("what a patched kernel writes"));
        using var reader = Some.Reader(list.Ascii);

        var entry = EntryCopy.ReadAll(reader)[1];

        Assert.Equal((MeasurementKind.Opaque, "ima-cgn"), (entry.Kind, entry.TemplateName));
        Assert.Null(entry.IsVerified);
        Assert.Equal((1, 0), (reader.Opaque, reader.Unverified));
        Assert.Equal(new Dictionary<string, long> { ["ima-ng"] = 1, ["ima-cgn"] = 1 }, reader.Templates);
    }

    [Fact]
    public void A_name_of_an_unknown_template_may_hold_newlines_and_accuses_nobody()
    {
        var list = new MeasurementListBuilder().Add("ima-cgn", ListField.Raw("/tmp/a\nb\nc")).File("/bin/ls").Add("ima-cgn", ListField.Raw("/tmp/d\ne"));
        using var reader = Some.Reader(list.Ascii);

        Assert.Equal([null, true, null], EntryCopy.ReadAll(reader).Select(entry => entry.IsVerified));
        Assert.Equal((2, 0), (reader.Opaque, reader.Unverified));
    }

    [Fact]
    public void A_violation_of_an_unknown_template_is_a_violation()
    {
        var list = new MeasurementListBuilder().File("/bin/ls").Violation("ima-cgn", ListField.Name("/bin/cat"));

        Assert.Equal(MeasurementKind.Violation, EntryCopy.ReadAll(list.Ascii)[1].Kind);
    }

    [Fact]
    public void A_name_with_spaces_as_old_kernels_wrote_them_is_read_whole()
    {
        var list = new MeasurementListBuilder().File("/opt/my tool").SignedFile("/opt/my other tool", Some.Signature);

        Assert.Equal(["/opt/my tool", "/opt/my other tool"], EntryCopy.ReadAll(list.Ascii).Select(entry => entry.Name));
    }

    [Fact]
    public void A_number_that_the_field_cannot_hold_does_not_verify()
    {
        ListField[] fields =
        [
            ListField.Digest("sha256", Some.Digest), ListField.Name("/bin/ls"), ListField.Owner(0), ListField.Owner(0),
        ];
        var list = new MeasurementListBuilder().Add(Some.CustomTemplate, [.. fields, ListField.Mode(1)]);
        var text = Encoding.UTF8.GetString(list.Ascii);
        foreach (var mode in new[] { "65537", "-1", "1x", "4294967297" })
        {
            var changed = text.Replace(" 1\n", $" {mode}\n", StringComparison.Ordinal);

            var entry = Assert.Single(EntryCopy.ReadAll(Encoding.UTF8.GetBytes(changed)));

            Assert.False(entry.IsVerified);
            Assert.Equal(MeasurementKind.Opaque, entry.Kind);
        }
    }

    [Fact]
    public void A_truncated_last_record_is_an_error_at_its_entry()
    {
        var list = Some.ListOfEveryTemplate().Violation("/var/log/journal");
        for (var cut = 1; cut < list.Ascii.Length; cut++)
        {
            var whole = list.AsciiEnds.Count(end => end <= cut);
            var lacksNewlineOnly = list.AsciiEnds.Contains(cut + 1) && cut + 1 < list.Ascii.Length;

            var (entries, problem) = EntryCopy.ReadUntilProblem(list.Ascii[..cut]);

            Assert.Equal(lacksNewlineOnly ? whole + 1 : whole, entries.Count);
            if (list.AsciiEnds.Contains(cut) || lacksNewlineOnly)
                Assert.Null(problem);
            else if (whole > 0)
                Assert.Equal(
                    $"measurement list is cut short in entry {whole + 1} at byte {list.AsciiEnds[whole - 1]}: {Some.ListName}",
                    problem?.Message);
            else
                Assert.NotNull(problem);
        }
    }

    [Fact]
    public void A_list_cut_inside_a_name_with_newlines_is_an_error_or_unverified_but_never_clean()
    {
        var list = new MeasurementListBuilder().File("/bin/ls").File($"/tmp/a\n{ForgedLine("/usr/bin/forged")}\n/b");
        for (var cut = list.AsciiEnds[0] + 1; cut < list.Ascii.Length - 1; cut++)
        {
            var (entries, problem) = EntryCopy.ReadUntilProblem(list.Ascii[..cut]);

            Assert.True(problem is not null || entries.Any(entry => entry.IsVerified == false), $"cut at {cut}");
        }
    }

    [Fact]
    public void A_stream_that_gives_a_few_bytes_at_a_time_reads_the_same()
    {
        var list = Some.ListOfEveryTemplate().File("/tmp/a\nb").Ascii;
        using var reader = MeasurementList.Open(Some.ListName, new TricklingStream(list), null);

        Assert.Equal(EntryCopy.ReadAll(list), EntryCopy.ReadAll(reader));
    }

    [Fact]
    public void A_list_longer_than_a_block_is_read_to_its_end()
    {
        var list = new MeasurementListBuilder();
        for (var i = 0; i < 20_000; i++)
            list.File(i % 100 == 0 ? $"/bin/file\n{i}" : $"/bin/file-{i}");
        using var reader = Some.Reader(list.Ascii);

        Assert.All(EntryCopy.ReadAll(reader), entry => Assert.True(entry.IsVerified));
        Assert.Equal(20_000, reader.Entries);
        Assert.Equal(list.Ascii.Length, reader.BytesRead);
    }

    [Fact]
    public void Names_of_thousands_of_newlines_are_recovered()
    {
        var list = new MeasurementListBuilder().File("/" + new string('\n', 4094)).File("/bin/ls");

        var entries = EntryCopy.ReadAll(list.Ascii);

        Assert.Equal(2, entries.Count);
        Assert.All(entries, entry => Assert.True(entry.IsVerified));
    }

    [Fact]
    public void A_list_of_nothing_but_broken_lines_ends_in_time_and_trusts_none()
    {
        var broken = Encoding.UTF8.GetBytes(ForgedLine("/b").Replace("sha256:", "sha256:0", StringComparison.Ordinal) + "\n");
        var list = Enumerable.Repeat(broken, 60_000).SelectMany(line => line).ToArray();
        using var reader = Some.Reader(list);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        while (reader.Read(out _))
        {
        }

        Assert.Equal((60_000, 60_000), (reader.Entries, reader.Unverified));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Names_of_newlines_without_end_end_in_time()
    {
        var list = new MeasurementListBuilder();
        var name = ListField.Name(new string('\n', 4094));
        for (var i = 0; i < 1_500; i++)
            list.Write(10, Some.Sha1Digest, "ima-ng", ListField.Digest("sha256", Some.Digest), name);
        using var reader = Some.Reader(list.Ascii);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        while (reader.Read(out _))
        {
        }

        Assert.Equal(reader.Entries, reader.Unverified);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
