using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection.Policies;

public class PolicyLoaderTests
{
    [Fact]
    public void A_misspelt_key_is_named_in_words_of_the_policy() => Assert.EndsWith(
        "line 1, location: there is no key \"location\", the nearest is \"locations\"",
        Assert.Throws<CannotCheckException>(() => Load("""{"location": []}""")).Message);

    [Theory]
    [InlineData("""{"kindz": {}}""", "the nearest is \"kinds\"")]
    [InlineData("""{"kinds": {"new-fil": {"severity": "low"}}}""", "the nearest is \"new-file\"")]
    [InlineData("""{"locations": [{"id": "a", "severty": "low"}]}""", "the nearest is \"severity\"")]
    [InlineData("""{"indicators": [{"sorces": []}]}""", "the nearest is \"sources\"")]
    public void What_is_misspelt_is_told_with_what_may_be_meant(string policy, string nearest) =>
        Assert.EndsWith(nearest, Assert.Throws<CannotCheckException>(() => Load(policy)).Message);

    [Fact]
    public void A_file_of_keys_can_say_that_what_they_signed_is_explained()
    {
        var policy = Load("""{"signatureKeys": ["/etc/a", {"file": "/etc/b", "explains": true}, {"explains": false, "file": "/etc/c"}]}""");

        Assert.Equal(["/etc/a", "/etc/b", "/etc/c"], policy.SignatureKeys);
        Assert.Equal(["/etc/b"], policy.ExplainingKeys);
    }

    [Theory]
    [InlineData("""{"signatureKeys": [{"explains": true}]}""")]
    [InlineData("""{"signatureKeys": [{"file": "/etc/b", "explain": true}]}""")]
    [InlineData("""{"signatureKeys": [{"file": ["/etc/b"]}]}""")]
    [InlineData("""{"signatureKeys": [7]}""")]
    public void What_is_no_file_of_keys_is_refused(string policy) => Assert.Throws<CannotCheckException>(() => Load(policy));

    [Fact]
    public void A_gap_in_the_evidence_is_as_bad_as_its_cause_unless_the_policy_says_otherwise()
    {
        var policy = Load("""{"evidenceGaps": {"tpm-weaker": "low"}}""");

        Assert.Equal(Severity.Low, policy.For(EvidenceGapCause.TpmWeaker));
        Assert.Equal(Severity.High, policy.For(EvidenceGapCause.MeasuresLess));
        Assert.Equal(Severity.Medium, policy.For(EvidenceGapCause.RecordsLost));
        Assert.Equal(Severity.Medium, policy.For((EvidenceGapCause?)null));
    }

    [Fact]
    public void A_policy_that_sets_how_bad_every_gap_is_means_each_cause_that_it_does_not_name()
    {
        var policy = Load("""{"kinds": {"evidence-gap": {"severity": "critical"}}, "evidenceGaps": {"tpm-weaker": "low"}}""");

        Assert.Equal(Severity.Critical, policy.For(EvidenceGapCause.MeasuresLess));
        Assert.Equal(Severity.Low, policy.For(EvidenceGapCause.TpmWeaker));
    }

    [Fact]
    public void A_misspelt_cause_of_a_gap_is_told_with_the_nearest() => Assert.Contains(
        "there is no cause \"tpm-weak\", the nearest is \"tpm-weaker\"",
        Assert.Throws<CannotCheckException>(() => Load("""{"evidenceGaps": {"tpm-weak": "low"}}""")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_key_of_any_length_has_a_nearest_one() =>
        Assert.Contains("the nearest is \"", Assert.Throws<CannotCheckException>(() => Load($$"""{"{{new string('k', 100_000)}}": 1}""")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("null", "it holds nothing")]
    [InlineData("[]", "line 1")]
    [InlineData("{", "line 1")]
    [InlineData("{\n \"locationz\": []\n}", "line 2", "locationz")]
    [InlineData("{\"name\": \"a\", \"name\": \"b\"}", "name")]
    [InlineData("{\"name\": \"\\ud800\"}", "name")]
    [InlineData("{\"kinds\": {\"new-file\": {\"severity\": \"\\ud800\"}}}", "severity")]
    [InlineData("{\"keepEventsOpen\": -1}", "keepEventsOpen")]
    [InlineData("{\"keepEventsOpen\": 99999}", "keepEventsOpen")]
    [InlineData("{\"keepEventsOpen\": \"7\"}", "keepEventsOpen")]
    [InlineData("{\"kinds\": {\"new-fiel\": {\"severity\": \"low\"}}}", "kinds", "new-fiel")]
    [InlineData("{\"kinds\": {\"new-file\": null}}", "kinds", "new-file")]
    [InlineData("{\"kinds\": {\"new-file\": {}}}", "kinds", "new-file", "severity")]
    [InlineData("{\"kinds\": {\"new-file\": {\"severity\": \"terrible\"}}}", "kinds", "new-file", "severity")]
    [InlineData("{\"kinds\": {\"new-file\": {\"severity\": 77}}}", "kinds", "new-file", "severity")]
    [InlineData("{\"kinds\": {\"new-file\": {\"severity\": \"77\"}}}", "kinds", "new-file", "severity")]
    [InlineData("{\"kinds\": {\"new-file\": {\"severity\": \"low, high\"}}}", "kinds", "new-file", "severity")]
    [InlineData("{\"kinds\": {\"new-file\": {\"severity\": \"low\", \"techniques\": [null]}}}", "kinds", "new-file", "technique")]
    [InlineData("{\"kinds\": null}", "kinds")]
    [InlineData("{\"locations\": [null]}", "location")]
    [InlineData("{\"locations\": [{\"id\": \"x\"}]}", "locations[0]", "paths")]
    [InlineData("{\"locations\": [{\"id\": null, \"paths\": [], \"severity\": \"low\", \"message\": \"m\"}]}", "locations[0]", "id")]
    [InlineData("{\"locations\": [{\"id\": \"x\", \"paths\": [null], \"severity\": \"low\", \"message\": \"m\"}]}", "location rule \"x\"", "empty")]
    [InlineData("{\"locations\": [{\"id\": \"x\", \"paths\": [\"\"], \"severity\": \"low\", \"message\": \"m\"}]}", "location rule \"x\"", "empty")]
    [InlineData("{\"locations\": [{\"id\": \"x\", \"paths\": [\"/a[b\"], \"severity\": \"low\", \"message\": \"m\"}]}", "location rule \"x\"", "/a[b")]
    [InlineData("{\"locations\": [{\"id\": \"x\", \"paths\": [\"/a\"], \"except\": [\"[\"], \"severity\": \"low\", \"message\": \"m\"}]}", "location rule \"x\"", "bracket")]
    [InlineData("{\"locations\": [{\"id\": \"x\", \"paths\": [\"/a\"], \"techniques\": [null], \"severity\": \"low\", \"message\": \"m\"}]}", "location rule \"x\"", "technique")]
    [InlineData("{\"locations\": [{\"id\": \"x\", \"paths\": [\"/a\"], \"effectiveUsers\": [-1], \"severity\": \"low\", \"message\": \"m\"}]}", "locations[0].effectiveUsers")]
    [InlineData("{\"masquerades\": [null]}", "masquerade")]
    [InlineData("{\"masquerades\": [{\"id\": \"x\", \"names\": [\"[\"], \"severity\": \"low\", \"message\": \"m\"}]}", "masquerade rule \"x\"", "bracket")]
    [InlineData("{\"masquerades\": [{\"id\": \"x\", \"names\": [\"a\"], \"techniques\": [\"\", null], \"severity\": \"low\", \"message\": \"m\"}]}", "masquerade rule \"x\"", "technique")]
    [InlineData("{\"userWritable\": [null]}", "userWritable", "empty")]
    [InlineData("{\"userWritable\": [\"/a[\"]}", "userWritable", "/a[")]
    public void What_is_wrong_is_told_in_one_line_that_names_file_and_place(string policy, params string[] told)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("mine.json", policy);

        var fault = Assert.Throws<CannotCheckException>(() => PolicyLoader.Load([file]));

        Assert.DoesNotContain('\n', fault.Message);
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
        Assert.All(told, word => Assert.Contains(word, fault.Message, StringComparison.Ordinal));
        Assert.False(fault.Message.EndsWith('.'));
        Assert.NotNull(fault.Hint);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        var fault = Assert.Throws<CannotCheckException>(() => PolicyLoader.Load(["/no/such/policy.json"]));

        Assert.Equal("policy cannot be read: /no/such/policy.json", fault.Message);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/proc/self/mem")]
    public void What_is_no_readable_file_is_told(string file) =>
        Assert.Contains(file, Assert.Throws<CannotCheckException>(() => PolicyLoader.Load([file])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pipe_with_a_name_is_refused_since_nobody_may_ever_write_to_it()
    {
        using var folder = new TemporaryFolder();
        Devices.Make(folder["pipe"], Devices.Pipe);

        Assert.Equal($"policy is a pipe: {folder["pipe"]}",
            Assert.Throws<CannotCheckException>(() => PolicyLoader.Load([folder["pipe"]])).Message);
    }

    [Fact]
    public void A_rule_with_the_id_of_an_earlier_one_takes_its_place()
    {
        var before = PolicyLoader.Load([]);
        var place = before.Locations.Select(rule => rule.Id).ToList().IndexOf("temporary-folder");

        var policy = Load("""{"locations": [{"id": "temporary-folder", "paths": ["/scratch/**"], "severity": "info", "message": "m"}]}""");

        Assert.Equal(before.Locations.Count, policy.Locations.Count);
        Assert.Equal("temporary-folder", policy.Locations[place].Id);
        Assert.Equal(Severity.Info, policy.Locations[place].Severity);
        Assert.DoesNotContain(policy.Locations, rule => rule.Applies(HostPath.Of("/tmp/x"), null));
        Assert.True(policy.Locations[place].Applies(HostPath.Of("/scratch/x"), null));
    }

    [Fact]
    public void What_a_file_leaves_out_stays_as_the_one_before_has_it()
    {
        var policy = Load("""{"kinds": {"new-file": {"severity": "info"}}}""");

        Assert.Equal(Severity.Info, policy.For(FindingKind.NewFile).Severity);
        Assert.Equal(Severity.High, policy.For(FindingKind.AlteredFile).Severity);
        Assert.Equal(TimeSpan.FromDays(7), policy.KeepEventsOpen);
        Assert.True(policy.IsUserWritable(HostPath.Of("/tmp/x")));
    }

    [Fact]
    public void Comments_trailing_commas_and_a_schema_are_welcome()
    {
        var policy = Load("""
            // mine
            { "$schema": "policy.schema.json", "name": "mine", "keepEventsOpen": 3, }
            """);

        Assert.Equal(TimeSpan.FromDays(3), policy.KeepEventsOpen);
    }

    [Fact]
    public void The_fingerprint_differs_where_anything_differs_and_only_there()
    {
        var plain = PolicyLoader.Load([]).Fingerprint;
        var one = Load("""{"keepEventsOpen": 7}""").Fingerprint;

        Assert.Equal(plain, PolicyLoader.Load([]).Fingerprint);
        Assert.Equal(one, Load("""{"keepEventsOpen": 7}""").Fingerprint);
        Assert.Equal(3, new[] { plain, one, Load("""{"keepEventsOpen": 8}""").Fingerprint }.Distinct().Count());
    }

    [Fact]
    public void A_rule_for_users_says_nothing_of_a_file_nobody_is_known_to_have_used()
    {
        var rule = Load("""{"locations": [{"id": "x", "paths": ["/run/**"], "effectiveUsers": [0], "severity": "low", "message": "m"}]}""")
            .Locations[^1];

        Assert.True(rule.Applies(HostPath.Of("/run/a"), Some.Process(user: 0)));
        Assert.False(rule.Applies(HostPath.Of("/run/a"), Some.Process(user: 1000)));
        Assert.False(rule.Applies(HostPath.Of("/run/a"), null));
    }

    private static Policy Load(string policy)
    {
        using var folder = new TemporaryFolder();
        return PolicyLoader.Load([folder.Write("mine.json", policy)]);
    }
}
