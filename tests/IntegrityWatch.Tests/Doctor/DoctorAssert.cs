using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;

namespace IntegrityWatch.Tests.Doctor;

/// <summary>What is true of every check: one that is not well says what to do, one that is well does not.</summary>
internal static class DoctorAssert
{
    public static void Is(Verdict state, CheckResult check, string message = "")
    {
        Assert.Equal((check.Id, state), (check.Id, check.State));
        Assert.Contains(message, check.Message);
        if (state is Verdict.Warning or Verdict.Critical)
            Assert.False(string.IsNullOrWhiteSpace(check.Advice), $"{check.Id} says nothing to do");
        if (state == Verdict.Ok)
            Assert.Null(check.Advice);
    }
}
