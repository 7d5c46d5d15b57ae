using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public class FetchedGenerationTests
{
    private static readonly FetchedGeneration Fetched = new()
    {
        Group = "web", EvidenceAt = Some.Time, CapturedAt = Some.Time.AddHours(1), Sha256 = "00",
    };

    [Theory]
    [InlineData(0, 60, false)]
    [InlineData(0, 61, true)]
    [InlineData(1, 0, true)]
    [InlineData(-1, 90, false)]
    public void What_counts_is_the_evidence_and_then_when_it_was_captured(int evidence, int captured, bool isBefore) => Assert.Equal(isBefore,
        Fetched.IsBefore(Some.Generation() with { EvidenceAt = Some.Time.AddMinutes(evidence), CapturedAt = Some.Time.AddMinutes(captured) }));
}
