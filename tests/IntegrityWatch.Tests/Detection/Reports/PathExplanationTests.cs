using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection.Reports;

public sealed class PathExplanationTests
{
    [Fact]
    public void Each_part_of_a_policy_that_is_about_a_path_is_named_in_the_order_in_which_it_is_asked()
    {
        var answer = Of("/tmp/build/java", """
            {"captureFolders": ["/tmp/build"], "containers": {"roots": ["/tmp/build"]},
             "techniqueRules": [{"id": "mine", "techniques": ["T1140"], "paths": ["/tmp/**"], "severity": "high", "message": "m"}],
             "indicators": [{"id": "group", "name": "Group", "indicators": [{"paths": ["/tmp/build/java"], "note": "n"}]}],
             "pathRules": [{"id": "a", "paths": ["/tmp/**"], "severity": "low"}, {"id": "b", "paths": ["/opt/**"], "severity": "low"}]}
            """);

        Assert.Equal(
            ["locations temporary-folder", "masquerades system-program", "indicators group", "userWritable", "captureFolders /tmp/build", "containers.roots /tmp/build"],
            answer.Rules.Take(6).Select(rule => $"{rule.Part} {rule.Id}".TrimEnd()));
        Assert.Contains(answer.Rules, rule => rule is { Part: "techniqueRules", Id: "mine", Severity: Severity.High });
        Assert.Equal("pathRules a", $"{answer.Rules[^1].Part} {answer.Rules[^1].Id}");
        Assert.DoesNotContain(Of("/tmp/buildings/x", """{"captureFolders": ["/tmp/build"]}""").Rules, rule => rule.Part == "captureFolders");
    }

    [Fact]
    public void Each_kind_is_as_bad_as_a_scan_would_have_it_and_says_who_decides()
    {
        var answer = Of("/tmp/build/java", """
            {"pathRules": [{"id": "a", "paths": ["/tmp/**"], "severity": "critical"},
              {"id": "b", "paths": ["/tmp/build/**"], "kinds": ["new-file", "suspicious-location"], "severity": "low"},
              {"id": "c", "paths": ["/tmp/build/**"], "kinds": ["new-file"], "users": [7], "severity": "info"},
              {"id": "d", "paths": ["/tmp/build/**"], "realm": "container", "severity": "low"}]}
            """);

        Assert.Equal("new-file low b, otherwise medium by new-file; info c users 7", Said(FindingKind.NewFile));
        Assert.Equal("suspicious-location low b, otherwise critical by temporary-folder+system-program", Said(FindingKind.SuspiciousLocation));
        Assert.Equal("copied-file critical a, otherwise high by userWritable", Said(FindingKind.CopiedFile));
        Assert.Equal("reverted-file high reverted-file", Said(FindingKind.RevertedFile));
        Assert.DoesNotContain(answer.Kinds, kind => kind.Kind is FindingKind.Fileless or FindingKind.UnknownModule or FindingKind.ListTampered);

        string Said(FindingKind asked) => Assert.Single(answer.Kinds, kind => kind.Kind == asked) is var kind
            ? $"{kind.Kind.Name()} {Low(kind.Severity)} {kind.Rule}{(kind.Rule == kind.MadeBy ? "" : $", otherwise {Low(kind.Otherwise)} by {kind.MadeBy}")}"
                + string.Concat(kind.Sometimes.Select(rule => $"; {Low(rule.Severity)} {rule.Rule} {rule.Who}"))
            : "";
    }

    [Theory]
    [InlineData("/usr/bin/ls", false, false)]
    [InlineData("/usr/lib/modules/6.12/x.ko.xz", true, false)]
    [InlineData("memfd:x", false, true)]
    public void Only_kinds_that_can_be_found_there_are_told(string path, bool isModule, bool isFileless)
    {
        var kinds = Of(path, "{}").Kinds.Select(kind => kind.Kind).ToList();

        Assert.Equal((isModule, isFileless), (kinds.Contains(FindingKind.UnknownModule), kinds.Contains(FindingKind.Fileless)));
        Assert.DoesNotContain(FindingKind.SuspiciousLocation, kinds);
        Assert.Equal(!isFileless, kinds.Contains(FindingKind.NewFile));
    }

    [Fact]
    public void A_user_whom_this_host_does_not_know_is_told() => Assert.Contains("this host knows no user ci",
        Of("/srv/x", """{"pathRules": [{"id": "a", "paths": ["/srv/**"], "users": ["ci"], "severity": "info"}]}""").Rules[^1].Says, StringComparison.Ordinal);

    private static string Low(Severity severity) => severity.ToString().ToLowerInvariant();

    private static PathExplanation Of(string path, string policy)
    {
        using var folder = new TemporaryFolder();
        return new PathExplanation(PolicyLoader.Load([folder.Write("mine.json", policy)]), HostPath.Of(path));
    }
}
