using System.Runtime.InteropServices;

namespace IntegrityWatch.Fuzz;

/// <summary>The processor time of the thread that asks: beside other work it counts what was done, not how long it took.</summary>
internal static partial class WorkerClock
{
    private const int ThreadCpuTime = 3;

    public static TimeSpan Now
    {
        get
        {
            if (ClockGetTime(ThreadCpuTime, out var time) != 0)
                throw new InvalidOperationException("this system has no clock for the processor time of a thread");
            return new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
