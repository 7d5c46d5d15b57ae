using System.Text;
using CsCheck;
using IntegrityWatch.Detection.Indicators.HashLists;

namespace IntegrityWatch.Tests.Detection.Indicators.HashLists;

public sealed class HashListReaderTests : IDisposable
{
    private static readonly string A = Some.DigestA.Hex;
    private static readonly string B = Some.DigestB.Hex;
    private static readonly string Sha1 = Some.Sha1Digest.Hex;
    private static readonly string Md5 = Some.Md5Of("m").Hex;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Plain_text_is_a_digest_a_line_with_a_name_or_none()
    {
        var list = Read($"# what we know\n\n{A}\n{B.ToUpperInvariant()}\t kworkerds miner \r\n{Sha1},x\nsha256:{Some.DigestC.Hex} c");

        Assert.Equal(("", "kworkerds miner", "x", "c"),
            (list.Find(Some.DigestA), list.Find(Some.DigestB), list.Find(Some.Sha1Digest), list.Find(Some.DigestC)));
        Assert.Equal((0, 3, 1), (list.Bad, list.Counts["sha256"], list.Counts["sha1"]));
    }

    [Fact]
    public void What_sha256sum_writes_is_read_in_all_its_forms()
    {
        var list = Read($"{A}  /bin/ls\n\\{B} *a\\nb\nSHA256 (c (1).bin) = {Some.DigestC.Hex}\nMD5(m)= {Md5}\n");

        Assert.Equal(("/bin/ls", "*a\\nb", "c (1).bin", "m"),
            (list.Find(Some.DigestA), "*" + list.Find(Some.DigestB), list.Find(Some.DigestC), list.Find(Some.Md5Of("m"))));
        Assert.Equal(0, list.Bad);
    }

    [Fact]
    public void A_byte_order_mark_and_a_last_line_without_end_do_no_harm() => Assert.Equal("a", Read($"\uFEFF{A} a").Find(Some.DigestA));

    [Fact]
    public void Csv_is_read_by_the_names_of_its_columns()
    {
        var list = Read($"Family,\"SHA-256 hash\",source,MD5\n\"Rocke, \"\"the\"\" miner\",{A},talos,{Md5}\n,{B},,\n");

        Assert.Equal(("Rocke, \"the\" miner, talos", ""), (list.Find(Some.DigestA), list.Find(Some.DigestB)));
        Assert.Equal("Rocke, \"the\" miner, talos", list.Find(Some.Md5Of("m")));
        Assert.Equal((2, 1, 0), (list.Counts["sha256"], list.Counts["md5"], list.Bad));
    }

    [Theory]
    [InlineData("n/a")]
    [InlineData("-")]
    [InlineData("null")]
    [InlineData("")]
    public void A_field_that_says_nothing_is_no_name_and_no_digest(string field)
    {
        var list = Read($"name,sha256,md5\n{field},{A},{field}\n");

        Assert.Equal(("", 0), (list.Find(Some.DigestA), list.Bad));
    }

    [Theory]
    [InlineData(";")]
    [InlineData("\t")]
    public void Csv_may_have_another_delimiter(string delimiter) =>
        Assert.Equal("n, x", Read($"name{delimiter}hash{delimiter}source\nn{delimiter}{A}{delimiter}x\n").Find(Some.DigestA));

    [Fact]
    public void A_header_in_a_comment_is_one_as_abuse_ch_writes_it()
    {
        var list = Read($"#####\n# MalwareBazaar\n# \"first_seen_utc\",\"sha256_hash\",\"md5_hash\",\"file_name\",\"signature\"\n"
            + $"\"2021-01-01 00:00:00\", \"{A}\", \"{Md5}\", \"x.elf\", \"Kinsing\"\n\"2021\", \"{B}\", \"n/a\", \"n/a\", \"n/a\"\n# Number of entries: 2\n");

        Assert.Equal(("x.elf, Kinsing", "", 0), (list.Find(Some.DigestA), list.Find(Some.DigestB), list.Bad));
    }

    [Fact]
    public void A_comment_of_one_word_makes_no_table_of_a_plain_list() => Assert.Equal("n", Read($"# sha256\n{A}  n\n").Find(Some.DigestA));

    [Theory]
    [InlineData(999, "# ", "n")]
    [InlineData(1001, "# ", null)]
    [InlineData(1001, "", "n")]
    public void Only_the_first_thousand_comments_may_name_columns(int comments, string mark, string? name) => Assert.Equal(name,
        Read(string.Concat(Enumerable.Repeat("#\n", comments)) + $"{mark}name,sha256\nn,{A}\n{B}\n").Find(Some.DigestA));

    [Fact]
    public void Bad_lines_are_counted_and_the_first_few_named()
    {
        var list = Read($"{A}\nnonsense\n{A[..10]}\n{string.Concat(Enumerable.Repeat("zz\n", 10))}{B} b\n");

        Assert.Equal((12, 5), (list.Bad, list.Problems.Count));
        Assert.Equal($"{folder["list"]} line 2: not a digest in hexadecimal digits", list.Problems[0]);
        Assert.Contains(" line 3: ", list.Problems[1], StringComparison.Ordinal);
        Assert.Equal("b", list.Find(Some.DigestB));
    }

    [Fact]
    public void The_digest_of_nothing_is_taken_for_a_mistake()
    {
        var list = Read($"{Some.DigestOf("").Hex}\n{new string('0', 64)}\n{A}\n");

        Assert.Equal((2, 1), (list.Bad, list.Counts["sha256"]));
    }

    [Fact]
    public void A_stix_bundle_gives_the_hashes_of_its_patterns_and_of_its_malwares_samples()
    {
        var list = Read($$"""
            {"type": "bundle", "id": "bundle--1", "objects": [
              {"type": "identity", "name": "us", "hashes": {"SHA-256": "{{B}}"} },
              {"type": "indicator", "name": "miner", "pattern_type": "stix",
               "pattern": "[file:hashes.'SHA-256' = '{{A}}' AND file:name = 'file:hashes.MD5 = \\'x\\''] OR [file:hashes.\"SHA-1\"='{{Sha1}}']"},
              {"type": "file", "id": "file--1", "name": "dropper", "hashes": {"MD5": "{{Md5}}", "SSDEEP": "3:x:y"} },
              {"type": "malware", "name": "Kinsing", "is_family": false, "sample_refs": ["file--1", 5]}]}
            """);

        Assert.Equal(("miner", "miner", "dropper"), (list.Find(Some.DigestA), list.Find(Some.Sha1Digest), list.Find(Some.Md5Of("m"))));
        Assert.Null(list.Find(Some.DigestB));
        Assert.Equal((0, 0), (list.Bad, list.HeldBack));
    }

    [Theory]
    [InlineData("{0}, {1}, {2}")]
    [InlineData("{2}, {1}, {0}")]
    public void A_file_that_was_merely_seen_is_no_bad_one(string order)
    {
        var list = Read("{\"objects\": [" + string.Join(", ", order.Split(", ").Select(part => part switch
        {
            "{0}" => $$"""{"type": "file", "id": "file--seen", "name": "dash", "hashes": {"SHA-256": "{{A}}"} }""",
            "{1}" => """{"type": "observed-data", "object_refs": ["file--seen", "file--both"]}, {"type": "malware", "name": "Rocke", "sample_refs": ["file--both", "artifact--1"]}""",
            _ => $$$"""{"type": "artifact", "id": "artifact--1", "hashes": {"MD5": "{{{Md5}}}"} }, {"type": "file", "id": "file--both", "hashes": {"SHA-256": "{{{B}}}"} }""",
        })) + "]}");

        Assert.Null(list.Find(Some.DigestA));
        Assert.Equal(("Rocke", "Rocke"), (list.Find(Some.DigestB), list.Find(Some.Md5Of("m"))));
        Assert.Equal(1, list.HeldBack);
    }

    [Theory]
    [InlineData("""{"type": "file", "hashes": {"SHA-256": "D"} }""")]
    [InlineData("""{"type": "file", "id": "file--1", "hashes": {"SHA-256": "D"} }, {"type": "tool", "sample_refs": ["file--1"]}""")]
    [InlineData("""{"type": "file", "id": "file--1", "hashes": {"SHA-256": "D"} }, {"type": "malware", "revoked": true, "sample_refs": ["file--1"]}""")]
    [InlineData("""{"type": "file", "id": "file--1", "hashes": {"SHA-256": "D"} }, {"type": "malware", "sample_refs": ["file--2"]}""")]
    [InlineData("""{"type": "file", "id": "file--1", "hashes": {"SHA-256": "D"} }, {"type": "malware", "sample_refs": "file--1"}""")]
    [InlineData("""{"type": "indicator", "indicator_types": ["benign"], "pattern": "[file:hashes.'SHA-256' = 'D']"}""")]
    public void A_bundle_in_which_nothing_is_called_bad_is_a_list_all_the_same(string objects)
    {
        var list = Read($$"""{"objects": [{{objects.Replace("D", A, StringComparison.Ordinal)}}]}""");

        Assert.Null(list.Find(Some.DigestA));
        Assert.Equal((1, 0), (list.HeldBack, list.Bad));
    }

    [Theory]
    [InlineData("[\"malicious-activity\"]")]
    [InlineData("[\"benign\", \"malicious-activity\"]")]
    [InlineData("[]")]
    [InlineData("7")]
    public void An_indicator_of_any_other_type_than_benign_counts(string types) => Assert.NotNull(
        Read($$"""{"objects": [{"type": "indicator", "indicator_types": {{types}}, "pattern": "[file:hashes.'SHA-256' = '{{A}}']"}]}""").Find(Some.DigestA));

    [Fact]
    public void What_a_stix_indicator_revoked_or_let_expire_is_held_back()
    {
        var list = Read($$"""
            {"objects": [
              {"type": "indicator", "revoked": true, "pattern": "[file:hashes.MD5 = '{{Md5}}']"},
              {"type": "indicator", "valid_until": "2025-03-01T12:00:00.000Z", "pattern": "[file:hashes.'SHA-256' = '{{A}}']"},
              {"type": "indicator", "valid_until": "2025-03-01T12:00:01Z", "pattern": "[file:hashes.'SHA-256' = '{{B}}']"}]}
            """);

        Assert.Equal(2, list.HeldBack);
        Assert.Null(list.Find(Some.DigestA));
        Assert.NotNull(list.Find(Some.DigestB));
    }

    [Theory]
    [InlineData("[file:hashes.'SHA-256' != '{0}']", 0)]
    [InlineData("[file:hashes.'SHA-256' NOT = '{0}']", 0)]
    [InlineData("[file:hashes.'SHA-256' NOT IN ('{0}')]", 0)]
    [InlineData("[file:name = 'a' AND file:name = 'file:hashes.x = y']", 0)]
    [InlineData("[file:hashes.'SHA-256' IN ('{0}', '{1}')]", 2)]
    [InlineData("[file:hashes.SHA256='{0}']", 1)]
    [InlineData("[(file:hashes.'SHA-256' = '{0}' OR file:hashes.'SHA-256' = '{1}') AND file:size > 3] WITHIN 5 SECONDS", 2)]
    [InlineData("[file:hashes.'SHA-256' = '{0}", 1)]
    [InlineData("[file:hashes.'SHA-256' =", 0)]
    [InlineData("[file:hashes.", 0)]
    [InlineData("'\\", 0)]
    [InlineData("", 0)]
    public void Stix_patterns_say_which_digests_they_mean(string pattern, int digests) =>
        Assert.Equal(digests, StixPattern.Digests(pattern.Replace("{0}", A, StringComparison.Ordinal).Replace("{1}", B, StringComparison.Ordinal)).Count);

    [Fact]
    public void A_misp_event_gives_its_attributes_and_those_of_its_objects_under_its_title()
    {
        var list = Read($$"""
            {"response": [{"Event": {
              "Attribute": [
                {"type": "sha256", "value": "{{A}}", "to_ids": true},
                {"type": "md5", "value": "{{Md5}}", "to_ids": false},
                {"type": "sha256", "value": "{{Some.DigestC.Hex}}", "to_ids": true, "deleted": true},
                {"type": "ip-dst", "value": "192.0.2.1", "to_ids": true}],
              "Object": [{"name": "file", "Attribute": [{"type": "filename|sha256", "value": "a|b.elf|{{B}}", "to_ids": "1"}]}],
              "ShadowAttribute": [{"type": "sha1", "value": "{{Sha1}}", "to_ids": true}],
              "info": "Rocke, again"} }]}
            """);

        Assert.Equal(("Rocke, again", "Rocke, again: a|b.elf"), (list.Find(Some.DigestA), list.Find(Some.DigestB)));
        Assert.Equal((2, 1), (list.HeldBack, list.Counts.Count));
    }

    [Theory]
    [InlineData("{\"Event\": {\"info\": \"x\", \"Attribute\": [{\"type\": \"sha256\", \"value\": \"short\", \"to_ids\": true}]}}")]
    [InlineData("{\"a\": [1, 2, {\"objects\": 5}]}")]
    [InlineData("{\"objects\": 5, \"Event\": [1], \"response\": \"x\"}")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("<html>no such file</html>")]
    [InlineData("sha256,name\n")]
    [InlineData("\u007fELF\0\0")]
    public void A_file_without_any_digest_is_wrong(string content)
    {
        var fault = Assert.Throws<CannotCheckException>(() => Read(content));

        Assert.Equal($"hash list holds no digest: {folder["list"]}", fault.Message);
        Assert.Contains("STIX", fault.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"objects\": [", "line 1: not JSON")]
    [InlineData("{\n\"objects\": [}\n", "line 2: not JSON")]
    [InlineData("{} {}", "not JSON")]
    [InlineData("{\"Event\": {\"info\": \"\\ud800\"}}", "no Unicode")]
    public void Json_that_is_none_is_told_with_its_line(string content, string told) =>
        Assert.Contains(told, Assert.Throws<CannotCheckException>(() => Read(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void One_object_that_is_wrong_does_not_take_the_others_with_it()
    {
        var list = Read($$"""
            {"objects": [
              {"type": "indicator", "name": "\ud800", "pattern": "[file:hashes.'SHA-256' = '{{A}}']"},
              {"type": "file", "name": "{{new string('x', 2 << 20)}}", "hashes": {"SHA-256": "{{A}}"} },
              {"type": "malware", "sample_refs": ["file--b"]},
              {"type": "file", "id": "file--b", "hashes": {"SHA-256": "{{B}}"} }]}
            """);

        Assert.Equal(2, list.Bad);
        Assert.Contains(" line 2: a text that is no Unicode", list.Problems[0], StringComparison.Ordinal);
        Assert.NotNull(list.Find(Some.DigestB));
    }

    [Theory]
    [InlineData("0,", "x")]
    [InlineData("{},", "x")]
    [InlineData("[],", "x")]
    [InlineData("{\"type\":\"filename|md5\",\"value\":\"f|0\",\"to_ids\":1},", "a title of many words ")]
    public void What_is_repeated_in_a_list_takes_no_more_room_than_it_has_there(string repeated, string title)
    {
        var file = folder.Write("list", $$"""
            {"Event": {"info": "{{string.Concat(Enumerable.Repeat(title, 2000))}}", "Attribute": [{{string.Concat(Enumerable.Repeat(repeated, 40_000))}}
              {"type": "sha256", "value": "{{A}}", "to_ids": true}]} }
            """);
        HashListReader.Read(file, Some.Time);

        var before = GC.GetAllocatedBytesForCurrentThread();
        HashListReader.Read(file, Some.Time);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (8 << 20) + (64 * new FileInfo(file).Length));
    }

    [Fact]
    public void What_is_wrong_is_told_with_the_line_that_it_begins_in()
    {
        var list = Read($$"""
            {"Event": {"Attribute": [
              {"type": "sha256", "value": "short", "to_ids": true}, 7,
              8, {"type": "sha256", "value": "{{A}}", "to_ids": true},

              {"type": "md5", "value": "short", "to_ids": true}],
              "Object": [{"Attribute": [
              {"type": "sha1", "value": "short", "to_ids": true}]}]} }
            """);

        Assert.Equal([" line 2", " line 5", " line 7"], list.Problems.Select(problem => problem[folder["list"].Length..problem.LastIndexOf(':')]));
    }

    [Fact]
    public void A_file_that_is_not_there_and_one_that_never_ends_are_told()
    {
        Assert.Contains("cannot be read: /no/such/list", Assert.Throws<CannotCheckException>(() => HashListReader.Read("/no/such/list", Some.Time)).Message, StringComparison.Ordinal);
        Assert.Contains("larger than 256 MiB", Assert.Throws<CannotCheckException>(() => HashListReader.Read("/dev/zero", Some.Time)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_can_come_through_a_pipe()
    {
        Devices.Make(folder["pipe"], Devices.Pipe);
        var writing = Task.Run(() => File.WriteAllTextAsync(folder["pipe"], $"{A} a\n"));

        Assert.Equal("a", HashListReader.Read(folder["pipe"], Some.Time).Find(Some.DigestA));
        await writing;
    }

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var name = Read($"{A} x{new string('ä', 150)}").Find(Some.DigestA)!;

        Assert.Equal("x" + new string('ä', 99), name);
    }

    [Fact]
    public void Whatever_the_bytes_it_is_read_or_refused()
    {
        var pieces = Gen.OneOf(Gen.Const(A), Gen.Const("{\"objects\":[{\"type\":\"file\",\"hashes\":{\"MD5\":\""), Gen.Const("\"}}]}"), Gen.Const("sha256,name\n"),
            Gen.Const("{\"Event\":{\"Attribute\":[{\"type\":\"md5\",\"value\":\""), Gen.Const("\n"), Gen.Const("\""), Gen.Const("\\ud800"), Gen.Const("SHA256 ("), Gen.String[0, 5]);
        pieces.Array[0, 12].Sample(parts =>
        {
            var file = folder.Write("fuzz", Encoding.Latin1.GetBytes(string.Concat(parts)));
            try
            {
                HashListReader.Read(file, Some.Time);
            }
            catch (CannotCheckException)
            {
            }
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public void A_table_holds_what_was_put_in_and_nothing_else() => Gen.Byte.Array[4].Array[0, 2000].Sample(digests =>
    {
        var table = new DigestTable(4);
        var expected = new Dictionary<string, int>();
        foreach (var (number, digest) in digests.Index())
        {
            table.Add(digest, number);
            expected.TryAdd(Convert.ToHexString(digest), number);
        }
        Assert.Equal(expected.Count, table.Count);
        Assert.All(expected, pair => Assert.Equal(pair.Value, table.Find(Convert.FromHexString(pair.Key))));
        Assert.Equal(expected.TryGetValue("00000000", out var zero) ? zero : null, table.Find(new byte[4]));
        Assert.Null(table.Find(new byte[5]));
    }, iter: 50);

    private HashList Read(string content) => HashListReader.Read(folder.Write("list", content), Some.Time);
}
