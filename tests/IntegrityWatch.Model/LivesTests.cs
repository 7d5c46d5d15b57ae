using CsCheck;

namespace IntegrityWatch.Model;

/// <summary>
/// Random lives of a host, in which the program must say what the model says, after each command. INTEGRITYWATCH_MODEL_STEPS sets how many
/// steps are lived; <see cref="Drawn"/> says which.
/// </summary>
public class LivesTests
{
    private const int LastPlace = 6;

    internal static readonly int Steps = Number("INTEGRITYWATCH_MODEL_STEPS", 2_000);

    private static readonly Gen<Deed> AnyDeed = Gen.Frequency(
        [.. Enum.GetValues<Deed>().Select(deed => (Weight(deed), Gen.Const(deed)))]);

    /// <summary>Most of a life happens to one file: what takes five steps to come about seldom comes about where each is of another.</summary>
    internal static readonly Gen<Step[]> AnyLife = Gen.Select(Gen.Int[0, LastPlace], Gen.Select(AnyDeed, Gen.Int[0, 2 * LastPlace], Gen.Frequency((3, Gen.Int[0, 1]), (2, Gen.Int[0, 3]))).Array[5, 40],
        (most, steps) => steps.Select(step => new Step(step.Item1, step.Item2 > LastPlace ? most : step.Item2, step.Item3)).ToArray());

    [Fact]
    public void A_host_is_judged_as_the_model_judges_it() => Live(Steps, AnyLife, program: null);

    /// <summary>
    /// The same through the built program, a tenth of the steps: INTEGRITYWATCH_PROGRAM names another build of it. Its clock cannot be set, so
    /// the host's stays as it is.
    /// </summary>
    [Fact]
    public void The_built_program_says_what_the_model_says() => Live(Steps / 10, AnyLife.Select(steps => steps.Where(step => step.Deed is not (Deed.ClockBack or Deed.ClockAhead)).ToArray()),
        Environment.GetEnvironmentVariable("INTEGRITYWATCH_PROGRAM") is { Length: > 0 } named ? Path.GetFullPath(named) : Path.Combine(AppContext.BaseDirectory, "integritywatch"));

    private static void Live(int number, Gen<Step[]> lives, string? program)
    {
        var lived = 0;
        var gate = new Lock();
        (Step[] Steps, ulong Seed)? failed = null;
        lives.Holds(Math.Max(1, number / 22), (steps, seed) =>
        {
            var isAsTheModelSays = Life.Through(steps, program) is null;
            if (!isAsTheModelSays)
                lock (gate)
                    failed ??= (steps, seed);
            Interlocked.Add(ref lived, steps.Length);
            return isAsTheModelSays;
        });
        if (failed is var (differing, first))
        {
            var shrunk = Shrunk(differing, program);
            Assert.Fail($"{Life.Through(shrunk, program)}\nthe life:\n  {string.Join(",\n  ", shrunk)}\nINTEGRITYWATCH_MODEL_SEED={first}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"steps lived: {lived}");
    }

    /// <summary>The same difference with as few steps as can be.</summary>
    private static Step[] Shrunk(Step[] steps, string? program)
    {
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            for (var length = Math.Max(1, steps.Length / 2); length > 0; length /= 2)
                for (var at = 0; at + length <= steps.Length;)
                {
                    Step[] fewer = [.. steps[..at], .. steps[(at + length)..]];
                    if (Life.Through(fewer, program) is null)
                        at += length;
                    else
                        (steps, isSmaller) = (fewer, true);
                }
        }
        return steps;
    }

    private static int Weight(Deed deed) => deed switch
    {
        Deed.Run => 12,
        Deed.Scan => 8,
        Deed.Replace or Deed.Write => 4,
        Deed.Capture => 3,
        Deed.Lose or Deed.BlindBoot or Deed.OtherNode => 1,
        _ => 2,
    };

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
