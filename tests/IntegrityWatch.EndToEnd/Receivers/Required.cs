using System.Diagnostics.CodeAnalysis;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>
/// What becomes of a test whose program of others is not on this machine: it is skipped, unless INTEGRITYWATCH_RECEIVERS=required says
/// that nothing may be.
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
}
