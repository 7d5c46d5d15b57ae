using System.Text;

namespace IntegrityWatch.Fuzz.Guidance;

/// <summary>Chooses the inputs of one target: first its seeds as they are, then changes of what showed something new.</summary>
internal sealed class Guide
{
    private readonly IFuzzTarget target;
    private readonly int seed;
    private readonly Mutator mutator;
    private readonly Queue<byte[]> untried;

    /// <param name="target">What is given inputs.</param>
    /// <param name="kept">What earlier runs kept.</param>
    /// <param name="seed">The same seed makes the same inputs, in the same order.</param>
    public Guide(IFuzzTarget target, IEnumerable<byte[]> kept, int seed)
    {
        this.target = target;
        this.seed = Encoding.UTF8.GetBytes(target.Name).Aggregate(seed, (hash, letter) => unchecked(hash * 0x01000193 ^ letter));
        mutator = new Mutator(Queue.Pick, target.Words);
        untried = new Queue<byte[]>(target.Seeds.Concat(kept));
    }

    public InputQueue Queue { get; } = new();

    public byte[] Make(long number)
    {
        if (untried.TryDequeue(out var untouched))
            return untouched;
        var random = new Random(unchecked(seed * 0x01000193 ^ (int)number));
        return target.Finish(mutator.Make(random), random);
    }
}
