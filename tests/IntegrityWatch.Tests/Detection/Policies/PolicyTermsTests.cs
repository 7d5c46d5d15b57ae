using System.Text;
using IntegrityWatch.Detection.Policies;

namespace IntegrityWatch.Tests.Detection.Policies;

public class PolicyTermsTests
{
    private const string Rule = """{"locations": [{"id": "x", "paths": ["/a/**", "/b/**"], "except": ["/a/c"], "severity": "high", "message": "m"}]}""";

    [Theory]
    [InlineData(Rule, """{"locations": [{"id": "x", "paths": ["/a/**", "/b/**"], "except": ["/a/c"], "severity": "medium", "message": "m"}]}""", "locations x is lower")]
    [InlineData(Rule, """{"locations": [{"id": "x", "paths": ["/a/**"], "except": ["/a/c"], "severity": "high", "message": "m"}]}""", "locations x takes in less")]
    [InlineData(Rule, """{"locations": [{"id": "x", "paths": ["/a/**", "/b/**"], "except": ["/a/c", "/b/d"], "severity": "high", "message": "m"}]}""", "locations x leaves out more")]
    [InlineData(Rule, """{"locations": [{"id": "x", "paths": ["/a/**", "/b/**"], "except": ["/a/c"], "effectiveUsers": [0], "severity": "high", "message": "m"}]}""", "locations x is limited to some")]
    [InlineData(Rule, "{}", "locations x is gone")]
    [InlineData("""{"kinds": {"new-file": {"severity": "medium"}}}""", """{"kinds": {"new-file": {"severity": "info"}}}""", "kinds new-file is lower")]
    [InlineData("""{"evidenceGaps": {"no-records": "medium"}}""", """{"evidenceGaps": {"no-records": "low"}}""", "evidenceGaps no-records is lower")]
    [InlineData("""{"require": ["tpm", "audit"]}""", """{"require": ["tpm"]}""", "require takes in less")]
    [InlineData("""{"captureFolders": ["/opt", "/srv"]}""", """{"captureFolders": ["/opt"]}""", "captureFolders takes in less")]
    [InlineData("{}", """{"signatureKeys": ["/etc/key"]}""", "signatureKeys trusts more")]
    [InlineData("""{"signatureKeys": ["/etc/key"]}""", """{"signatureKeys": [{"file": "/etc/key", "explains": true}]}""", "signatureKeys trusts more")]
    [InlineData("""{"signatureKeys": ["/etc/key"]}""", """{"signatureKeys": ["/etc/key", "/etc/another"]}""", "signatureKeys trusts more")]
    [InlineData("""{"maxScanAge": "26h"}""", """{"maxScanAge": "27h"}""", "maxScanAge lets a scan be older")]
    [InlineData("""{"keepEventsOpen": 7}""", """{"keepEventsOpen": "6d"}""", "keepEventsOpen is lower")]
    [InlineData("""{"explained": "medium"}""", """{"explained": "low"}""", "explained is lower")]
    [InlineData("""{"indicators": [{"id": "g", "paths": ["/x"]}]}""", """{"indicators": []}""", "indicators g is gone")]
    [InlineData("{}", """{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "low"}]}""", "pathRules x lowers what is found there")]
    [InlineData("{}", """{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "medium"}]}""", "pathRules x lowers what is found there")]
    [InlineData("{}", """{"pathRules": [{"id": "x", "paths": ["/a"], "kinds": ["known-bad"], "severity": "high"}]}""", "pathRules x lowers what is found there")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "medium"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "low"}]}""", "pathRules x is lower")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "low"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a", "/b"], "severity": "low"}]}""", "pathRules x takes in more, and lowers")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "users": [1], "severity": "low"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "users": [1, 2], "severity": "low"}]}""", "pathRules x takes in more, and lowers")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "users": [1], "severity": "low"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "low"}]}""", "pathRules x is no longer limited to some, and lowers")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "except": ["/a/b"], "severity": "low"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "low"}]}""", "pathRules x leaves out less, and lowers")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "realm": "container", "severity": "low"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "realm": "host", "severity": "low"}]}""", "pathRules x takes in more, and lowers")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a", "/b"], "severity": "critical"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "critical"}]}""", "pathRules x takes in less")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "critical"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "users": [1], "severity": "critical"}]}""", "pathRules x is limited to some")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "critical"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "except": ["/a/b"], "severity": "critical"}]}""", "pathRules x leaves out more")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "high"}]}""", "{}", "pathRules x is gone")]
    public void What_judges_less_is_told_by_file_and_rule(string before, string now, string told)
    {
        var less = Assert.Single(Of(now).LessThan(Of(before).ToBytes()));

        Assert.Equal(told, $"{less.Rule} {less.Why}");
        Assert.Equal(told.EndsWith("is gone", StringComparison.Ordinal) || now != "{}" ? "mine.json" : "", less.File);
    }

    [Theory]
    [InlineData(Rule, Rule)]
    [InlineData("{}", Rule)]
    [InlineData(Rule, """{"locations": [{"id": "x", "paths": ["/b/**", "/a/**", "/z"], "severity": "critical", "message": "another"}]}""")]
    [InlineData("""{"locations": [{"id": "x", "paths": ["/a"], "effectiveUsers": [0], "severity": "low", "message": "m"}]}""",
        """{"locations": [{"id": "x", "paths": ["/a"], "severity": "low", "message": "m"}]}""")]
    [InlineData("""{"signatureKeys": ["/etc/key"]}""", "{}")]
    [InlineData("""{"signatureKeys": ["/etc/key", "/etc/another"]}""", """{"signatureKeys": ["/etc/another", "/etc/key"]}""")]
    [InlineData("""{"maxScanAge": "26h"}""", """{"maxScanAge": "20h"}""")]
    [InlineData("""{"keepEventsOpen": 7}""", """{"keepEventsOpen": "7d"}""")]
    [InlineData("""{"name": "a", "notice": "b"}""", """{"name": "c"}""")]
    [InlineData("{}", """{"evidenceGaps": {"no-records": "critical"}}""")]
    [InlineData("{}", """{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "critical"}]}""")]
    [InlineData("{}", """{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "high"}]}""")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "low"}]}""", "{}")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a", "/b"], "severity": "low"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "low"}]}""")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "low"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "users": [1], "except": ["/a/b"], "severity": "low"}]}""")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "users": [1], "severity": "critical"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a", "/b"], "severity": "critical"}]}""")]
    [InlineData("""{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "low"}]}""", """{"pathRules": [{"id": "x", "paths": ["/a"], "severity": "high", "message": "m"}]}""")]
    public void What_judges_as_much_or_more_is_not_told(string before, string now) => Assert.Empty(Of(now).LessThan(Of(before).ToBytes()));

    [Theory]
    [InlineData(100, 50, false)]
    [InlineData(100, 49, true)]
    [InlineData(100, 200, false)]
    public void A_list_of_digests_may_change_and_not_melt_away(long before, long now, bool isTold)
    {
        var (was, left) = (new PolicyTerms(), new PolicyTerms());
        was.AddDigests("/etc/bad", before);
        left.AddDigests("/etc/bad", now);

        Assert.Equal(isTold, left.LessThan(was.ToBytes()).Any());
        Assert.Equal("is gone", Assert.Single(new PolicyTerms().LessThan(was.ToBytes())).Why);
    }

    [Fact]
    public void A_rule_of_a_later_file_takes_the_place_of_the_earlier_and_is_named_with_it()
    {
        var before = Of(Rule);
        var now = Of(Rule);
        now.Add("later.json", Encoding.UTF8.GetBytes(Rule.Replace("high", "low", StringComparison.Ordinal)));

        Assert.Equal(("later.json", "locations x", "is lower"), Assert.Single(now.LessThan(before.ToBytes())));
    }

    [Fact]
    public void The_shipped_policy_is_no_less_than_itself()
    {
        var shipped = PolicyLoader.Load([]);

        Assert.Empty(shipped.Terms.LessThan(PolicyLoader.Load([]).Terms.ToBytes()));
        Assert.InRange(shipped.Terms.All.Count, 50, int.MaxValue);
    }

    private static PolicyTerms Of(string policy)
    {
        var terms = new PolicyTerms();
        terms.AddShippedGaps();
        terms.Add("mine.json", Encoding.UTF8.GetBytes(policy));
        return terms;
    }
}
