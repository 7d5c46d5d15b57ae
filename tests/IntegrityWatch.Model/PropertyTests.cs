using CsCheck;

namespace IntegrityWatch.Model;

/// <summary>What holds of any life without a model: how often, when and how luckily it was looked at changes nothing about what is known in the end.</summary>
public class PropertyTests
{
    /// <summary>Deeds whose traces stay: what a look between them sees, a look at the end sees as well.</summary>
    private static readonly Deed[] Lasting = [Deed.Run, Deed.Replace, Deed.Write, Deed.Delete, Deed.Copy, Deed.Reboot, Deed.Rotate, Deed.ClockAhead, Deed.Capture];

    private static readonly Gen<Step[]> AnyLife = Gen.Select(Gen.Frequency((8, Gen.Const(Deed.Run)), (4, Gen.Const(Deed.Replace)), (3, Gen.OneOf(Lasting))),
        Gen.Int[0, 4], Gen.Int[0, 3], (deed, place, content) => new Step(deed, place, content)).Array[4, 16];

    private static readonly Gen<(Step[] Life, int[] Looks)> LookedAt = Gen.Select(AnyLife, Gen.Int[0, 7].Array[16]);

    private static int Lives => Math.Max(5, LivesTests.Steps / 100);

    [Fact]
    public void Whatever_happens_between_the_looks_ends_the_same() => LookedAt.Holds(Lives, (sample, seed) =>
    {
        using var once = Life.OfWholeLogs();
        using var often = Life.OfWholeLogs();
        foreach (var (step, look) in sample.Life.Zip(sample.Looks))
        {
            once.Happen(step);
            often.Happen(step);
            often.Look(look);
        }
        return Same(once, often, sample.Life, seed);
    });

    [Fact]
    public void List_and_log_can_arrive_in_either_order() => LookedAt.Holds(Lives, (sample, seed) =>
    {
        using var together = Life.OfWholeLogs();
        using var apart = Life.OfWholeLogs();
        foreach (var (step, look) in sample.Life.Zip(sample.Looks))
        {
            together.Happen(step);
            // What comes after a capture is news to the next look, whatever it tells of: before one, both are there.
            apart.Arrive(step.Deed == Deed.Capture ? 0 : look);
            apart.Happen(step);
        }
        apart.Arrive(0);
        apart.Look(1);
        return Same(together, apart, sample.Life, seed);
    });

    [Fact]
    public void The_same_evidence_and_history_say_the_same_byte_for_byte() => AnyLife.Holds(Lives, (steps, seed) =>
    {
        using var life = Life.OfWholeLogs();
        foreach (var step in steps)
            life.Happen(step);
        life.Look(1);
        return life.SaysTheSameTwice() is not { } difference ? true : throw new InvalidOperationException($"{difference}\nthe life:\n  {string.Join(",\n  ", steps)}\nINTEGRITYWATCH_MODEL_SEED={seed}");
    });

    private static bool Same(Life one, Life other, Step[] steps, ulong seed)
    {
        var (said, also) = (one.EndsWith(), other.EndsWith());
        return said == also ? true : throw new InvalidOperationException($"{said}\nand\n{also}\nthe life:\n  {string.Join(",\n  ", steps)}\nINTEGRITYWATCH_MODEL_SEED={seed}");
    }
}
