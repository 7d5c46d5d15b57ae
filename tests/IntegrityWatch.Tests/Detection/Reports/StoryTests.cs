using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Tests.Detection.Reports;

public class StoryTests
{
    [Fact]
    public void What_is_told_of_one_content_of_one_path_is_one_story_as_bad_as_its_worst()
    {
        var set = Set(
            Some.Finding(FindingKind.NewFile, Severity.Medium, state: FindingState.Open),
            Some.Finding(FindingKind.PackageMismatch, Severity.Critical, state: FindingState.Open),
            Some.Finding(FindingKind.NewFile, Severity.Low, digest: Some.DigestB, state: FindingState.Open));

        Assert.Equal([(2, FindingKind.PackageMismatch, Severity.Critical), (1, FindingKind.NewFile, Severity.Low)],
            set.OpenStories.Select(story => (story.Count, story.Worst.Kind, story.Severity)));
        Assert.Equal((1, 0, 1, 0), (set.CountStories(Severity.Critical), set.CountStories(Severity.Medium), set.CountStories(Severity.Low), set.NewStories));
        Assert.Equal(1, set.Count(Severity.Medium));
    }

    [Fact]
    public void A_story_is_new_when_any_of_it_is()
    {
        var set = Set(
            Some.Finding(FindingKind.NewFile, Severity.Low),
            Some.Finding(FindingKind.PackageMismatch, Severity.Critical, state: FindingState.Open));

        Assert.True(Assert.Single(set.OpenStories).IsNew);
        Assert.Equal(1, set.NewStories);
    }

    [Fact]
    public void A_story_of_which_only_the_lesser_finding_is_shown_is_no_less_bad()
    {
        var set = new FindingSet([
            Some.Finding(FindingKind.NewFile, Severity.Low),
            Some.Finding(FindingKind.PackageMismatch, Severity.Critical, state: FindingState.Open),
            Some.Finding(FindingKind.NewFile, Severity.Low, "/opt/other", state: FindingState.Open),
        ], newOnly: true);

        var story = Assert.Single(set.Stories());

        Assert.Equal([FindingKind.NewFile], story.Select(finding => finding.Kind));
        Assert.Equal(Severity.Critical, story.Severity);
        Assert.Equal(2, set.OpenStories.Count);
    }

    [Fact]
    public void The_same_path_and_content_in_another_realm_is_another_story()
    {
        var finding = Some.Finding();

        Assert.Equal(3, Set(finding, finding with { Realm = Realm.Container, Container = "a" }, finding with { Realm = Realm.Container, Container = "b" }).OpenStories.Count);
    }

    [Fact]
    public void An_event_is_a_story_of_its_own()
    {
        var set = Set(Some.Finding(), Some.Finding(FindingKind.EvidenceGap), Some.Finding(FindingKind.Violation));

        Assert.Equal(3, set.OpenStories.Count);
    }

    [Fact]
    public void Findings_about_the_host_as_a_whole_are_stories_each()
    {
        var whole = Some.Finding(FindingKind.ListTampered) with { Path = default, Id = "1" };

        Assert.Equal(2, Set(whole, whole with { Id = "2" }).OpenStories.Count);
    }

    private static FindingSet Set(params Finding[] findings) => new(findings, newOnly: false);
}
