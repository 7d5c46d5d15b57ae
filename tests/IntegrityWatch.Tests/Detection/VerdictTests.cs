using IntegrityWatch.Detection;

namespace IntegrityWatch.Tests.Detection;

public class VerdictTests
{
    [Theory]
    [InlineData(Severity.Info, Verdict.Ok)]
    [InlineData(Severity.Low, Verdict.Warning)]
    [InlineData(Severity.Medium, Verdict.Warning)]
    [InlineData(Severity.High, Verdict.Critical)]
    [InlineData(Severity.Critical, Verdict.Critical)]
    public void The_worst_open_finding_decides(Severity worst, Verdict verdict) =>
        Assert.Equal(verdict, Verdicts.Of([Some.Finding(severity: Severity.Info), Some.Finding(severity: worst)]));

    [Fact]
    public void Nothing_open_is_ok() => Assert.Equal(Verdict.Ok, Verdicts.Of([]));

    [Fact]
    public void The_numbers_are_the_exit_codes() =>
        Assert.Equal([0, 1, 2, 3], new[] { Verdict.Ok, Verdict.Warning, Verdict.Critical, Verdict.Unknown }.Select(verdict => (int)verdict));
}
