using IntegrityWatch.EndToEnd.Receivers;

namespace IntegrityWatch.EndToEnd.Faults;

/// <summary>
/// How many faults are tried. A sample, which takes seconds; with the variable INTEGRITYWATCH_FAULTS=all every one, which takes minutes,
/// and then what is missing on this machine is a failure and no test to pass over.
/// </summary>
internal static class FaultSweep
{
    public static bool IsWhole => Environment.GetEnvironmentVariable("INTEGRITYWATCH_FAULTS") == "all";

    public static void Needs(bool isHere, string whatIsMissing)
    {
        if (IsWhole)
            Assert.True(isHere, whatIsMissing);
        else
            Required.Unless(isHere, whatIsMissing);
    }
}
