using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.History.Baselines;

public sealed class BaselineFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static BaselineDocument Document(params BaselinePath[] paths)
    {
        var content = new BaselineContent(paths);
        return new BaselineDocument
        {
            Host = "web01",
            Generation = GenerationChain.Link(Some.Generation(number: 1, content.ApprovedPaths) with { Content = content.Digest() }, ""),
            Previous = "",
            Content = content,
        };
    }

    private static BaselinePath Approved(string path, params Digest[] digests) => new() { Path = HostPath.Of(path), Approved = digests };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_path_that_stands_twice_is_refused()
    {
        var text = Text(Document(Approved("/bin/a", Some.DigestA), Approved("/bin/b", Some.DigestA)));

        Assert.Equal("line 9 tells of a path a second time", Fault(text.Replace("/bin/b", "/bin/a")));
    }

    [Fact]
    public void A_digest_that_stands_twice_is_refused() =>
        Assert.Equal("line 8 is not as integritywatch writes it", Fault(Text(Document(Approved("/bin/a", Some.DigestA, Some.DigestA)))));

    [Theory]
    [InlineData("sha256:", "SHA256:")]
    [InlineData("sha256:", "sha 256:")]
    [InlineData("sha256:", "sha256")]
    [InlineData("sha256:ca", "sha256:CA")]
    [InlineData("sha256:ca", "sha256:c")]
    [InlineData("sha256:", "sha256sha256sha256sha256sha256sha256:")]
    public void A_digest_in_another_form_is_refused(string from, string to) =>
        Assert.Equal("line 8 is not as integritywatch writes it", Fault(Text(Document(Approved("/bin/a", Some.DigestA))).Replace(from, to)));

    [Fact]
    public void Null_in_the_place_of_text_is_refused()
    {
        var text = Text(Document(Approved("/bin/a", Some.DigestA)));

        Assert.Equal("line 8 is not as integritywatch writes it", Fault(text.Replace("\"/bin/a\"", "null")));
        Assert.Equal("line 8 is not as integritywatch writes it", Fault(text.Replace($"\"{Some.DigestA}\"", "null")));
    }

    [Fact]
    public void A_digest_that_was_exchanged_is_noticed() => Assert.Equal("its content is not what its digest says",
        Fault(Text(Document(Approved("/bin/a", Some.DigestA))).Replace(Some.DigestA.Hex, Some.DigestB.Hex)));

    [Fact]
    public void A_reason_that_was_exchanged_is_noticed() => Assert.Equal("what it says of itself is not what its chain says",
        Fault(Text(Document()).Replace("\"reason\":null", "\"reason\":\"other\"")));

    [Fact]
    public void Bytes_that_do_not_decode_to_the_path_that_is_shown_are_refused()
    {
        var text = Text(Document(new BaselinePath { Path = new HostPath([0x2f, 0xff]), Approved = [Some.DigestA] }));

        Assert.Contains("\"path\":\"/\\\\xff\",\"pathBase64\":\"L/8=\"", text);
        Assert.Equal("line 8 is not as integritywatch writes it", Fault(text.Replace("L/8=", "L/4=")));
    }

    [Theory]
    [InlineData("\"format\": \"integritywatch-baseline\"", "\"format\": \"other-baseline\"", "not an integritywatch baseline but other-baseline: ")]
    [InlineData("\"schema\": 2", "\"schema\": 3", "baseline is of schema 3, which is not known here: ")]
    public void Another_format_or_schema_is_named(string from, string to, string message)
    {
        var file = folder.Write("baseline", Text(Document()).Replace(from, to));

        Assert.StartsWith(message, Assert.Throws<CannotCheckException>(() => BaselineFile.Read(file)).Message);
    }

    [Fact]
    public void A_line_without_end_is_not_held_in_memory()
    {
        var file = folder.Write("baseline", "{\n\"format\": \"integritywatch-baseline\",\n\"schema\": 1,\n\"host\": \"" + new string('a', 9 << 20));

        Assert.Equal("line 4 is too long", BaselineFile.Read(file).Fault);
    }

    [Theory]
    [InlineData("history", "not an exported baseline but a history")]
    [InlineData("{ \"meta\": {} }", "not an integritywatch baseline but a keylime policy")]
    [InlineData("  { \"digests\": {} }", "not an integritywatch baseline but a keylime policy")]
    [InlineData("{ \"format\": \"another-format\" }", "not an integritywatch baseline but another-format")]
    [InlineData("", "not a baseline, it is empty")]
    [InlineData("\"digests\"", "not an integritywatch baseline")]
    [InlineData("anything", "not an integritywatch baseline")]
    public void What_is_something_else_is_told_by_what_it_is(string text, string message)
    {
        using var history = new TemporaryHistory();
        history.Publish(update => update.Put(SomeRecord.ObservedAt("/bin/a", "a")));
        var file = text == "history" ? history.Path : folder.Write("baseline", text);

        Assert.StartsWith($"{message}: ", Assert.Throws<CannotCheckException>(() => BaselineFile.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generation_is_found_by_its_number_and_the_latest_without_one()
    {
        using var history = new TemporaryHistory();
        Assert.Throws<CannotCheckException>(() => history.Read(read => BaselineDocument.Find(read, null)));
        foreach (var number in new[] { 1, 2, 3 })
            history.Publish(update => update.Put(Some.Generation(number)));

        Assert.Equal([3, 2, 1], new int?[] { null, 2, 1 }.Select(number => history.Read(read => BaselineDocument.Find(read, number)).Number));
        Assert.Throws<CannotCheckException>(() => history.Read(read => BaselineDocument.Find(read, 4)));
    }

    [Fact]
    public void A_comma_after_the_last_path_is_refused() => Assert.Equal("line 9 is not as integritywatch writes it",
        Fault(Text(Document(Approved("/bin/a", Some.DigestA))).Replace("]}\n],", "]},\n],")));

    [Fact]
    public void Anything_after_the_end_is_refused() => Assert.Equal("line 14 comes after its end", Fault(Text(Document()) + "\n"));

    [Fact]
    public void A_file_of_the_first_schema_which_knew_no_decisions_is_still_read()
    {
        var document = Document(Approved("/bin/a", Some.DigestA));
        var first = Text(document).Replace("\"schema\": 2", "\"schema\": 1").Replace("],\n\"decisions\": [\n]\n}", "]\n}");

        Assert.DoesNotContain("decisions", first, StringComparison.Ordinal);
        Assert.Null(Fault(first));
        Assert.Equal(document.Content.Digest(), BaselineFile.Read(folder["baseline"]).Intact().Content.Digest());
    }

    [Fact]
    public void A_decision_travels_with_the_generation_and_one_that_was_exchanged_is_noticed()
    {
        var decision = new Decision
        {
            Generation = 1,
            Verb = DecisionVerb.Waive,
            FindingId = "0123456789ab",
            Kind = "suspicious-location",
            Path = new HostPath([0x2f, 0xff]),
            Digest = Some.DigestA,
            Subject = "subject",
            Logged = Some.Logged(Some.Time, boot: 3),
            At = Some.Time,
            By = "root",
            Reason = "a \"reason\"",
        };
        var content = new BaselineContent([Approved("/bin/a", Some.DigestA)], decisions: [decision]);
        var document = Document() with { Content = content };
        document = document with
        {
            Generation = GenerationChain.Link(document.Generation with
            {
                Content = content.Digest(),
                Paths = content.ApprovedPaths,
                Mark = new LogMark(Some.Logged(Some.Time), Some.Logged(Some.Time.AddHours(1))),
                Undoes = 4,
            }, document.Previous),
        };
        var file = folder.Write("decided", Text(document));

        var read = BaselineFile.Read(file).Intact();

        Assert.Equal([decision], read.Content.Decisions);
        Assert.Equal(document.Generation, read.Generation);
        Assert.NotNull(Fault(Text(document).Replace("\"kind\":\"suspicious-location\"", "\"kind\":\"known-bad\"")));
        Assert.NotNull(Fault(Text(document).Replace("\"undoes\":4", "\"undoes\":5")));
    }

    [Fact]
    public void A_decision_of_another_realm_and_a_packages_list_travel_with_the_generation()
    {
        var decision = new Decision
        {
            Generation = 1,
            Verb = DecisionVerb.Waive,
            FindingId = "0123456789ab",
            Kind = "fileless",
            Path = HostPath.Of("/tmp/x"),
            Digest = Some.DigestA,
            Realm = Realm.Container,
            Container = "/var/lib/machines",
            At = Some.Time,
        };
        var content = new BaselineContent([Approved("/bin/a", Some.DigestA)], new Dictionary<string, string> { ["bash"] = "5", ["perl"] = "5" }, [decision],
            new Dictionary<string, string> { ["bash"] = "list of bash" });
        var document = Document() with { Content = content, PackageManager = "dpkg" };
        document = document with
        {
            Generation = GenerationChain.Link(document.Generation with { Content = content.Digest(), Paths = content.ApprovedPaths }, document.Previous),
        };

        var read = BaselineFile.Read(folder.Write("decided", Text(document))).Intact();

        Assert.Equal([decision], read.Content.Decisions);
        Assert.Equal(content.Lists, read.Content.Lists);
        Assert.NotNull(Fault(Text(document).Replace(",\"realm\":\"container\"", "")));
        Assert.NotNull(Fault(Text(document).Replace("\"list\":\"list of bash\"", "\"list\":\"another\"")));
        Assert.NotNull(Fault(Text(document).Replace(",\"list\":\"list of bash\"", "")));
    }

    private static string Text(BaselineDocument document) => System.Text.Encoding.ASCII.GetString(SomeBaseline.Bytes(document));

    private string? Fault(string text) => BaselineFile.Read(folder.Write("baseline", text)).Fault;
}
