using CsCheck;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection;

public class FindingOrderTests
{
    private static readonly Gen<Finding> SomeFinding = Gen.Select(
        Gen.OneOf(Enum.GetValues<FindingKind>()),
        Gen.OneOf(Enum.GetValues<Severity>()),
        Gen.OneOf("/a", "/b", "/B", "/ä"),
        Gen.OneOf(Some.DigestA, Some.DigestB),
        Gen.OneOf(FindingState.New, FindingState.Open),
        (kind, severity, path, digest, state) => Some.Finding(kind, severity, path, digest, state));

    [Fact]
    public void New_ones_stand_first_then_the_worst_then_by_the_bytes_of_the_path()
    {
        var expected = new[]
        {
            Some.Finding(severity: Severity.Critical, path: "/z"),
            Some.Finding(severity: Severity.Low, path: "/B"),
            Some.Finding(severity: Severity.Low, path: "/a"),
            Some.Finding(severity: Severity.Low, path: "/ä"),
            Some.Finding(severity: Severity.Critical, path: "/a", state: FindingState.Open),
        };

        Assert.Equal(expected, expected.Reverse().Order(FindingOrder.Instance));
    }

    [Fact]
    public void Of_two_on_one_path_the_one_that_says_more_stands_first()
    {
        var altered = Some.Finding(FindingKind.AlteredFile, Severity.High);
        var suspicious = Some.Finding(FindingKind.SuspiciousLocation, Severity.High);

        Assert.True(FindingOrder.Instance.Compare(suspicious, altered) < 0);
    }

    [Fact]
    public void It_is_one_order_wherever_they_start_from() => SomeFinding.Array[0, 12].Sample(findings =>
    {
        var sorted = findings.Order(FindingOrder.Instance).Select(finding => (finding.Id, finding.State, finding.Severity));
        var again = findings.Reverse().Order(FindingOrder.Instance).Select(finding => (finding.Id, finding.State, finding.Severity));
        return sorted.SequenceEqual(again);
    });
}
