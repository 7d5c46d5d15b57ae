using System.Diagnostics;

namespace IntegrityWatch.Fuzz;

/// <summary>One input given to one target: what came of it.</summary>
internal readonly record struct Attempt(bool IsRefused, long Allocated, string? What, string? Way)
{
    /// <summary>Managed memory that any input may make its reader allocate, besides <see cref="IFuzzTarget.MostBytesPerByte"/>.</summary>
    private const long MostBytesBesides = 8 << 20;

    public bool IsFailed => Way is not null;

    public static Attempt Of(IFuzzTarget target, byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isRefused = false;
        try
        {
            target.Run(input);
        }
        catch (CannotCheckException)
        {
            isRefused = true;
        }
#pragma warning disable CA1031 // Whatever else it is, it is what is looked for.
        catch (Exception problem)
        {
            return new Attempt(false, 0, problem.ToString(), WayOf(problem));
        }
#pragma warning restore CA1031
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > target.MostBytesPerByte * target.SizeOf(input) + MostBytesBesides
            ? new Attempt(isRefused, allocated, $"it allocates {allocated} bytes", "memory")
            : new Attempt(isRefused, allocated, null, null);
    }

    /// <summary>Its kind, and the first method of the product's on the way to it.</summary>
    private static string WayOf(Exception problem)
    {
        var place = new StackTrace(problem).GetFrames().Select(frame => frame.GetMethod()).FirstOrDefault(
            method => method?.DeclaringType?.Namespace?.StartsWith("IntegrityWatch", StringComparison.Ordinal) == true);
        return problem is BrokenPromiseException ? problem.Message : $"{problem.GetType()} in {place?.DeclaringType}.{place?.Name}";
    }
}
