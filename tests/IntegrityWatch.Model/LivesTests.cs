using CsCheck;

namespace IntegrityWatch.Model;

/// <summary>
/// Random lives of a host, in which the program must say what the model says, after each command. INTEGRITYWATCH_MODEL_STEPS sets how many
/// steps are lived, INTEGRITYWATCH_MODEL_SEED with which seed the first life begins.
/// </summary>
public class LivesTests
{
    internal static readonly int Steps = Number("INTEGRITYWATCH_MODEL_STEPS", 2_000);

    private static readonly Gen<Deed> AnyDeed = Gen.Frequency(
        [.. Enum.GetValues<Deed>().Select(deed => (Weight(deed), Gen.Const(deed)))]);

    private static readonly Gen<Step[]> AnyLife = Gen.Select(AnyDeed, Gen.Int[0, 6], Gen.Int[0, 3], (deed, place, content) => new Step(deed, place, content)).Array[5, 40];

    [Fact]
    public void A_host_is_judged_as_the_model_judges_it()
    {
        var lived = 0;
        var gate = new Lock();
        Step[]? failed = null;
        try
        {
            AnyLife.Sample(steps =>
            {
                if (failed is null && Life.Through(steps) is not null)
                    lock (gate)
                        failed ??= steps;
                Interlocked.Add(ref lived, steps.Length);
                return failed is null;
            }, iter: Math.Max(1, Steps / 22), seed: Environment.GetEnvironmentVariable("INTEGRITYWATCH_MODEL_SEED"));
        }
        catch (CsCheckException difference) when (failed is not null)
        {
            var shrunk = Shrunk(failed);
            Assert.Fail($"{Life.Through(shrunk)}\nthe life:\n  {string.Join(",\n  ", shrunk)}\nseed {Seed(difference.Message)}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"steps lived: {lived}");
    }

    /// <summary>The same difference with as few steps as can be.</summary>
    private static Step[] Shrunk(Step[] steps)
    {
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            for (var length = Math.Max(1, steps.Length / 2); length > 0; length /= 2)
                for (var at = 0; at + length <= steps.Length;)
                {
                    Step[] fewer = [.. steps[..at], .. steps[(at + length)..]];
                    if (Life.Through(fewer) is null)
                        at += length;
                    else
                        (steps, isSmaller) = (fewer, true);
                }
        }
        return steps;
    }

    private static string Seed(string message) => message.Split('"') is [_, var seed, ..] ? seed : message;

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
