using CsCheck;

namespace IntegrityWatch.Model;

/// <summary>
/// Draws the same values in every run, so that a change is held against what it changed. INTEGRITYWATCH_MODEL_SEED says from which number on they
/// are drawn: whoever looks for more chooses another.
/// </summary>
internal static class Drawn
{
    private const ulong Usual = 1;

    private static readonly ulong First = ulong.TryParse(Environment.GetEnvironmentVariable("INTEGRITYWATCH_MODEL_SEED"), out var seed) ? seed : Usual;

    /// <summary>Asks whether it holds of so many values, until one of which it does not. Tells that one with its seed.</summary>
    public static void Holds<T>(this Gen<T> values, int count, Func<T, ulong, bool> holds) =>
        Parallel.For(0, count, (number, loop) =>
        {
            var seed = First + (ulong)number;
            if (!holds(values.Generate(new PCG(1, seed), null, out _), seed))
                loop.Stop();
        });
}
