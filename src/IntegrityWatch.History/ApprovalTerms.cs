namespace IntegrityWatch.History;

/// <summary>
/// In which generations a digest was approved: from one, until another had moved on from it, perhaps from a later one again.
/// Nothing of it is ever forgotten, so that every generation can be told as it was.
/// </summary>
public sealed class ApprovalTerms : IEquatable<ApprovalTerms>
{
    /// <summary>
    /// The generation that approved it, the one that moved on, the one that approved it again, and so on. The first two are the same
    /// where it came here as something that was left behind elsewhere.
    /// </summary>
    private readonly int[] turns;

    /// <param name="turns">At least one, each greater than the one before; the second may be the first.</param>
    /// <exception cref="ArgumentException">They are no such turns.</exception>
    public ApprovalTerms(IEnumerable<int> turns)
    {
        this.turns = [.. turns];
        var later = this.turns.AsSpan(WereLeftBehind ? 1 : 0);
        for (var i = 1; i < later.Length; i++)
            if (later[i - 1] >= later[i])
                throw new ArgumentException("the turns of an approval follow one another", nameof(turns));
        if (this.turns.Length == 0)
            throw new ArgumentException("an approval begins somewhere", nameof(turns));
    }

    public IReadOnlyList<int> Turns => turns;

    /// <summary>The generation that approved it first.</summary>
    public int First => turns[0];

    /// <summary>The generation that approved it last.</summary>
    public int ApprovedLastIn => turns[(turns.Length - 1) / 2 * 2];

    /// <summary>True where it was never approved in the generation that brought it here, but known as left behind.</summary>
    public bool WereLeftBehind => turns.Length > 1 && turns[0] == turns[1];

    /// <summary>The generation that moved on from it; null while it is approved.</summary>
    public int? SupersededIn => turns.Length % 2 == 0 ? turns[^1] : null;

    /// <summary>True where a generation moved on from it, whether it was approved again or not.</summary>
    public bool WereSuperseded => turns.Length > 1;

    public static ApprovalTerms From(int generation) => new([generation]);

    /// <summary>Those of a digest that another history had approved and moved on from before it came to this one.</summary>
    public static ApprovalTerms LeftBehindIn(int generation) => new([generation, generation]);

    public bool WereApprovedIn(int generation) => turns.Count(turn => turn <= generation) % 2 == 1;

    public bool WereSupersededIn(int generation) => turns[0] <= generation && !WereApprovedIn(generation);

    public ApprovalTerms ApprovedAgainIn(int generation) => SupersededIn is null ? this : new(turns.Append(generation));

    public ApprovalTerms MovedOnIn(int generation) => SupersededIn is null ? new(turns.Append(generation)) : this;

    public bool Equals(ApprovalTerms? other) => other is not null && turns.AsSpan().SequenceEqual(other.turns);

    public override bool Equals(object? obj) => Equals(obj as ApprovalTerms);

    public override int GetHashCode() => HashCode.Combine(turns.Length, turns[^1]);

    public override string ToString() => string.Join(' ', turns);
}
