using System.Diagnostics.CodeAnalysis;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>
/// What becomes of a test that needs a program of others, or root, and this machine has it not: it is skipped, unless
/// INTEGRITYWATCH_RECEIVERS=required says that nothing may be.
/// </summary>
internal static class Required
{
    /// <summary>Skips or fails the test.</summary>
    /// <param name="what">Such as <c>rsyslogd is not here: tests/receivers/install fetches it</c>.</param>
    [DoesNotReturn]
    public static void Missing(string what)
    {
        if (Environment.GetEnvironmentVariable("INTEGRITYWATCH_RECEIVERS") == "required")
            Assert.Fail(what);
        Assert.Skip(what);
    }

    /// <summary>Goes on where it is here, and skips or fails the test elsewhere.</summary>
    public static void Unless([DoesNotReturnIf(false)] bool isHere, string what)
    {
        if (!isHere)
            Missing(what);
    }
}
