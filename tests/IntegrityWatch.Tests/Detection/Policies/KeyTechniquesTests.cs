using IntegrityWatch.AuditRules;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Platform;
using IntegrityWatch.Tests.AuditRules;

namespace IntegrityWatch.Tests.Detection.Policies;

/// <summary>Rules that a site already has tell of techniques by their keys.</summary>
public sealed class KeyTechniquesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("watch-cron", "T1053.003")]
    [InlineData("watch-cron-d", "T1053.003 T1543.002")]
    [InlineData("Watch-cron", "")]
    [InlineData("watch-at", "")]
    [InlineData("", "")]
    public void A_key_tells_of_what_each_pattern_that_fits_it_says(string key, string techniques) =>
        Assert.Equal(techniques, Said(key, """{"keyTechniques": {"watch-cron*": ["T1053.003", "T1053.003"], "*-d": ["T1543.002", "T1053.003"]}}"""));

    [Theory]
    [InlineData("T1140-watch-cron", "T1140")]
    [InlineData("watch-cron_t1053_003", "T1053.003")]
    public void What_stands_in_the_key_itself_is_what_it_tells_of_and_no_pattern_adds_to_it(string key, string techniques) =>
        Assert.Equal(techniques, Said(key, """{"keyTechniques": {"*": ["T1105"]}}"""));

    [Fact]
    public void A_later_policy_takes_the_place_of_what_an_earlier_one_says_of_a_pattern_and_of_no_other()
    {
        string[] files = ["""{"keyTechniques": {"mine": ["T1105"], "identity": ["T1078"]}}""", """{"keyTechniques": {"mine": ["T1140"], "session": []}}"""];

        Assert.Equal("T1140", Said("mine", files));
        Assert.Equal("T1078", Said("identity", files));
        Assert.Equal("", Said("session", files));
        Assert.Equal("T1078", Said("session"));
    }

    [Theory]
    [InlineData("""{"keyTechniques": {"mine": ["T1053.999"]}}""", "T1053.999", "T1053.00")]
    [InlineData("""{"keyTechniques": {"mine": ["T1140", "t1053.003"]}}""", "t1053.003", "T1053.003")]
    [InlineData("""{"keyTechniques": {"mine": ["cron"]}}""", "cron", "T1")]
    [InlineData("""{"keyTechniques": {"mine": [""]}}""", "\"\"", "T1")]
    public void A_technique_that_attack_does_not_know_is_told_with_file_key_and_the_nearest(string policy, string id, string near)
    {
        var fault = Assert.Throws<CannotCheckException>(() => Policy(policy)).Message;

        Assert.Contains("0.json: keyTechniques: \"mine\"", fault, StringComparison.Ordinal);
        Assert.Contains(id, fault, StringComparison.Ordinal);
        Assert.Matches($"the nearest is \"{near}", fault);
    }

    [Theory]
    [InlineData("""{"keyTechniques": {"mine": null}}""")]
    [InlineData("""{"keyTechniques": {"mine": [null]}}""")]
    [InlineData("""{"keyTechniques": {"": ["T1140"]}}""")]
    [InlineData("""{"keyTechniques": {"[a": ["T1140"]}}""")]
    [InlineData("""{"keyTechniques": {"mine": "T1140"}}""")]
    public void What_is_no_pattern_and_no_list_of_techniques_is_refused(string policy) =>
        Assert.Contains("keyTechniques", Assert.Throws<CannotCheckException>(() => Policy(policy)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_technique_that_was_revoked_stands_for_its_successor() =>
        Assert.NotEqual(CoverageState.Missed, SomeRules.CheckWith(Policy("""{"keyTechniques": {"suid": ["T1166"]}}""").KeyTechniques,
            "-a always,exit -S chmod,fchmod,fchmodat -k suid").Technique("T1548.001").State);

    /// <summary>Keys of the rule sets that many sites have.</summary>
    [Theory]
    [InlineData("identity", "T1136.001 T1098.007")]
    [InlineData("actions", "T1548.003")]
    [InlineData("MAC-policy", "T1562.001")]
    [InlineData("time-change", "T1070.006")]
    [InlineData("audit_rules_usergroup_modification_passwd", "T1136.001 T1098.007")]
    [InlineData("user-modify", "T1136.001 T1098")]
    [InlineData("access-audit-trail", "T1654")]
    [InlineData("10.2.5.c-accounts", "T1136.001 T1098.007")]
    [InlineData("10.2.2-priv-config-changes", "T1548.003")]
    [InlineData("susp_activity", "T1105 T1140")]
    [InlineData("systemwide_preloads", "T1574.006")]
    [InlineData("rootkey", "T1098.004")]
    [InlineData("module-load", "T1547.006")]
    [InlineData("delete", "")]
    [InlineData("perm_mod", "")]
    [InlineData("successful-create", "")]
    public void Known_rule_sets_are_understood_as_they_are(string key, string techniques) => Assert.Equal(techniques, Said(key));

    [Fact]
    public void Every_shipped_key_names_techniques_of_today()
    {
        var table = new TechniqueTable();
        using var shipped = System.Text.Json.JsonDocument.Parse(IntegrityWatch.Detection.ShippedData.Open("key-techniques.json"));

        foreach (var key in shipped.RootElement.GetProperty("keyTechniques").EnumerateObject())
            Assert.All(key.Value.EnumerateArray().Select(id => id.GetString()!), id => Assert.Equal(id, table.Find(id).Id));
    }

    [Fact]
    public void Rules_under_such_keys_count_as_covered_and_are_named()
    {
        string[] rules =
        [
            "-a always,exit -F dir=/etc/sudoers.d -F perm=wa -F key=actions", "-a always,exit -F path=/etc/sudoers -F perm=wa -F key=actions",
            "-w /var/lib/odd -p wa -k odd",
        ];

        Assert.Equal(CoverageState.Partly, SomeRules.Check(rules).Technique("T1548.003").State);
        var report = SomeRules.CheckWith(Policy().KeyTechniques, rules);
        Assert.Equal(CoverageState.Covered, report.Technique("T1548.003").State);
        Assert.Contains("T1548.003", report.Named);
        Assert.Equal(["key names no technique: odd"], report.Remarks.Where(remark => remark.Message.StartsWith("key", StringComparison.Ordinal)).Select(remark => remark.Message));
    }

    private string Said(string key, params string[] policies) => string.Join(' ', Policy(policies).KeyTechniques.Of(key));

    private Policy Policy(params string[] policies) => PolicyLoader.Load(policies.Select((policy, number) => folder.Write($"{number}.json", policy)));
}
