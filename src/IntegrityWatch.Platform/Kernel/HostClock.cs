namespace IntegrityWatch.Platform.Kernel;

/// <summary>What the kernel knows of its own clock.</summary>
public static unsafe class HostClock
{
    /// <summary>Larger than <c>struct timex</c> of any architecture.</summary>
    private const int TimexSize = 512;

    /// <summary>TIME_ERROR of adjtimex(2): nothing disciplines the clock.</summary>
    private const int NotSynchronised = 5;

    /// <summary>What the host says that the time is. It may be set forward and back.</summary>
    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Whether something such as NTP disciplines the clock of this host; null where the kernel does not say.</summary>
    public static bool? IsSynchronised()
    {
        // All zero: asks, and sets nothing.
        var timex = stackalloc byte[TimexSize];
        new Span<byte>(timex, TimexSize).Clear();
        return Libc.AdjustTime(timex) switch
        {
            < 0 => null,
            NotSynchronised => false,
            _ => true,
        };
    }
}
