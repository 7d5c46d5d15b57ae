using IntegrityWatch.Detection.Attack;
using IntegrityWatch.AuditRules;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence.Audit;

namespace IntegrityWatch.Tests.AuditRules;

public class ShippedRulesTests
{
    private readonly TechniqueTable techniques = new();

    [Fact]
    public void Every_key_begins_with_a_technique_that_ATTACK_has_not_revoked() => Assert.All(ShippedRules.Rules(), rule =>
    {
        var key = Assert.Single(rule.Keys);
        var id = TechniqueKey.Ids(key)[0];
        Assert.StartsWith(id + "-", key);
        Assert.Equal(id, techniques.Find(id).Id);
        Assert.NotEqual(id, techniques.Find(id).Name);
        Assert.All(key, letter => Assert.InRange(letter, '!', '~'));
    });

    [Fact]
    public void Every_rule_is_there_for_programs_of_64_and_of_32_bits()
    {
        var rules = ShippedRules.Rules();
        Assert.Equal(rules.Count(rule => rule.Arch == "b64"), rules.Count(rule => rule.Arch == "b32"));
        Assert.All(rules, rule => Assert.NotNull(rule.Arch));
    }

    [Fact]
    public void The_deprecated_form_is_not_used() => Assert.DoesNotContain("\n-w", SomeRules.Shipped());

    [Fact]
    public void A_refused_rule_does_not_end_the_load() =>
        Assert.StartsWith("-i\n-a ", string.Concat(SomeRules.Shipped().Split('\n')
            .Where(line => line.StartsWith('-')).Select(line => line + "\n")));

    [Fact]
    public void They_cover_themselves_and_leave_nothing_to_say()
    {
        var report = SomeRules.Check(SomeRules.Shipped());

        Assert.Equal(Verdict.Ok, report.Verdict);
        Assert.Empty(report.Remarks);
        Assert.All(report.Techniques, coverage => Assert.Equal(CoverageState.Covered, coverage.State));
        Assert.Superset(ShippedRules.Essential.ToHashSet(), report.Techniques.Select(coverage => coverage.Technique.Id).ToHashSet());
    }

    [Fact]
    public void The_policy_of_IMA_measures_and_audits_the_same_and_leaves_no_file_system_out()
    {
        using var reader = new StreamReader(ShippedRules.OpenImaPolicy());
        var rules = reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();

        Assert.Equal(rules.Where(rule => rule.StartsWith("measure ", StringComparison.Ordinal)).Select(rule => rule["measure ".Length..]),
            rules.Where(rule => rule.StartsWith("audit ", StringComparison.Ordinal)).Select(rule => rule["audit ".Length..]));
        Assert.DoesNotContain(rules, rule => rule.StartsWith("dont_", StringComparison.Ordinal) || rule.Contains("hash", StringComparison.Ordinal));
        Assert.Superset(new HashSet<string> { "func=BPRM_CHECK mask=MAY_EXEC", "func=MMAP_CHECK mask=MAY_EXEC", "func=MODULE_CHECK" },
            rules.Select(rule => rule[(rule.IndexOf(' ') + 1)..]).ToHashSet());
    }
}
