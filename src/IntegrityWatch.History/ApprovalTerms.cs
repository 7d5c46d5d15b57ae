namespace IntegrityWatch.History;

/// <summary>
/// In which generations a digest was approved: from one, until another had moved on from it, perhaps from a later one again.
/// Nothing of it is ever forgotten, so that every generation can be told as it was, also one that was taken back.
/// </summary>
public sealed class ApprovalTerms : IEquatable<ApprovalTerms>
{
    /// <summary>
    /// The generation that approved it, the one that moved on, the one that approved it again, and so on. The first two are the same
    /// where it came here as something that was left behind elsewhere.
    /// </summary>
    private readonly int[] turns;

    /// <summary>For each turn the generation that took it back, 0 where none did; empty where none was.</summary>
    private readonly int[] takenBack;

    /// <param name="turns">At least one, each greater than the one before; the second may be the first.</param>
    /// <param name="takenBack">For each turn the generation that took it back, which came later, or 0; null where none was.</param>
    /// <exception cref="ArgumentException">They are no such turns.</exception>
    public ApprovalTerms(IEnumerable<int> turns, IEnumerable<int>? takenBack = null)
    {
        this.turns = [.. turns];
        this.takenBack = takenBack is null ? [] : [.. takenBack];
        if (Array.TrueForAll(this.takenBack, by => by == 0))
            this.takenBack = [];
        if (this.turns.Length == 0)
            throw new ArgumentException("an approval begins somewhere", nameof(turns));
        if (this.takenBack.Length > 0 && this.takenBack.Length != this.turns.Length)
            throw new ArgumentException("each turn was taken back or not", nameof(takenBack));
        for (var i = 0; i < this.turns.Length; i++)
        {
            if (TakenBackIn(i) is { } by && by <= this.turns[i])
                throw new ArgumentException("what is taken back is taken back later", nameof(takenBack));
            if (i > 0 && (this.turns[i - 1] > this.turns[i] || (this.turns[i - 1] == this.turns[i] && Held(i - 1, this.turns[i]) > 0)))
                throw new ArgumentException("the turns of an approval follow one another", nameof(turns));
        }
    }

    /// <summary>All, also those that were taken back.</summary>
    public IReadOnlyList<int> Turns => turns;

    /// <summary>For each turn the generation that took it back, 0 where none did; empty where none was.</summary>
    public IReadOnlyList<int> TakenBack => takenBack;

    /// <summary>The generation that wrote it down first, which may have been taken back.</summary>
    public int Written => turns[0];

    /// <summary>The generation in force that approved it first; the one that wrote it down where none is.</summary>
    public int First => turns[Enumerable.Range(0, turns.Length).FirstOrDefault(turn => Counts(turn, int.MaxValue))];

    /// <summary>The generation in force that approved it last; the one that wrote it down where none is.</summary>
    public int ApprovedLastIn
    {
        get
        {
            var (held, approved) = (0, turns[0]);
            for (var i = 0; i < turns.Length; i++)
                if (Counts(i, int.MaxValue) && held++ % 2 == 0)
                    approved = turns[i];
            return approved;
        }
    }

    /// <summary>True where it was never approved in the generation that brought it here, but known as left behind.</summary>
    public bool WereLeftBehind => turns.Length > 1 && turns[0] == turns[1];

    /// <summary>The generation that moved on from it; null while it is approved, and where all of it was taken back.</summary>
    public int? SupersededIn
    {
        get
        {
            if (takenBack.Length == 0)
                return turns.Length % 2 == 0 ? turns[^1] : null;
            return Held(turns.Length, int.MaxValue) is > 0 and var held && held % 2 == 0 ? turns[LastHeld()] : null;
        }
    }

    /// <summary>True where every generation that told of it was taken back: it is as if it had never been approved.</summary>
    public bool AreVoid => Held(turns.Length, int.MaxValue) == 0;

    /// <summary>True where a generation moved on from it, whether it was approved again or not.</summary>
    public bool WereSuperseded => turns.Length > 1;

    public static ApprovalTerms From(int generation) => new([generation]);

    /// <summary>Those of a digest that another history had approved and moved on from before it came to this one.</summary>
    public static ApprovalTerms LeftBehindIn(int generation) => new([generation, generation]);

    /// <summary>True where the generation held it, approved or superseded.</summary>
    public bool WereKnownIn(int generation) => Held(turns.Length, generation) > 0;

    public bool WereApprovedIn(int generation) => Held(turns.Length, generation) % 2 == 1;

    public bool WereSupersededIn(int generation) => Held(turns.Length, generation) is > 0 and var held && held % 2 == 0;

    public ApprovalTerms ApprovedAgainIn(int generation) => !AreVoid && SupersededIn is null ? this : With(generation);

    public ApprovalTerms MovedOnIn(int generation) => AreVoid || SupersededIn is not null ? this : With(generation);

    /// <summary>As something that was left behind elsewhere, where all that was here was taken back.</summary>
    public ApprovalTerms LeftBehindAgainIn(int generation) => AreVoid ? With(generation).With(generation) : this;

    /// <summary>Without what the generation did, from the one on that takes it back.</summary>
    public ApprovalTerms Without(int generation, int by) => turns.Contains(generation)
        ? new(turns, turns.Select((turn, i) => turn == generation ? by : TakenBackIn(i) ?? 0))
        : this;

    public bool Equals(ApprovalTerms? other) =>
        other is not null && turns.AsSpan().SequenceEqual(other.turns) && takenBack.AsSpan().SequenceEqual(other.takenBack);

    public override bool Equals(object? obj) => Equals(obj as ApprovalTerms);

    public override int GetHashCode() => HashCode.Combine(turns.Length, turns[^1], takenBack.Length);

    public override string ToString() => string.Join(' ', turns.Select((turn, i) => TakenBackIn(i) is { } by ? $"{turn}(until {by})" : $"{turn}"));

    private ApprovalTerms With(int generation) => new([.. turns, generation], takenBack.Length == 0 ? null : [.. takenBack, 0]);

    private int? TakenBackIn(int turn) => takenBack.Length > 0 && takenBack[turn] != 0 ? takenBack[turn] : null;

    /// <summary>True where the turn counted in the generation.</summary>
    private bool Counts(int turn, int generation) => turns[turn] <= generation && !(TakenBackIn(turn) <= generation);

    /// <summary>How many of the first turns counted in the generation.</summary>
    private int Held(int first, int generation)
    {
        var held = 0;
        for (var i = 0; i < first; i++)
            held += Counts(i, generation) ? 1 : 0;
        return held;
    }

    private int LastHeld() => Enumerable.Range(0, turns.Length).Last(turn => Counts(turn, int.MaxValue));
}
