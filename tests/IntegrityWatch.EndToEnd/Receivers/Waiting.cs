using System.Diagnostics;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>Waits for what other programs do.</summary>
internal static class Waiting
{
    /// <summary>Far more than any of them takes on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks again and again; fails the test where it never comes true.</summary>
    public static void Until(Func<bool> isTrue, Func<string> orElse)
    {
        var waited = Stopwatch.StartNew();
        while (!isTrue())
        {
            if (waited.Elapsed > Limit)
                Assert.Fail(orElse());
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Waits until something has stayed the same for a while: nothing says that no message follows.</summary>
    public static void UntilQuiet(Func<int> count)
    {
        var (last, same) = (count(), Stopwatch.StartNew());
        while (same.Elapsed < TimeSpan.FromMilliseconds(500))
        {
            Thread.Sleep(Pause);
            if (count() is var now && now != last)
                (last, same) = (now, Stopwatch.StartNew());
        }
    }
}
