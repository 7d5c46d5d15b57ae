namespace IntegrityWatch.Detection.Policies;

/// <summary>One step of a pattern.</summary>
internal readonly struct GlobToken
{
    private readonly byte[]? set;

    private GlobToken(GlobTokenKind kind, byte single = 0, byte[]? set = null) =>
        (Kind, Single, this.set) = (kind, single, set);

    public GlobTokenKind Kind { get; }

    /// <summary>The byte that a <see cref="GlobTokenKind.Byte"/> stands for.</summary>
    public byte Single { get; }

    public static GlobToken Star => new(GlobTokenKind.Star);

    public static GlobToken DeepStar => new(GlobTokenKind.DeepStar);

    /// <summary>Any number of whole folders with the slash behind each.</summary>
    public static GlobToken Folders => new(GlobTokenKind.Folders);

    /// <summary>What follows stands at the beginning of a name.</summary>
    public bool EndsInSlash => Kind == GlobTokenKind.Folders || (Kind == GlobTokenKind.Byte && Single == (byte)'/');

    public static GlobToken Byte(byte value) => new(GlobTokenKind.Byte, value);

    public static GlobToken AnyOf(IReadOnlyList<byte> members) =>
        new(GlobTokenKind.AnyOf, set: [.. members.Where(member => member != (byte)'/')]);

    public static GlobToken NoneOf(IReadOnlyList<byte> members) => new(GlobTokenKind.NoneOf, set: [.. members, (byte)'/']);

    public bool Matches(byte value) => Kind switch
    {
        GlobTokenKind.Byte => value == Single,
        GlobTokenKind.AnyOf => set.AsSpan().Contains(value),
        GlobTokenKind.NoneOf => !set.AsSpan().Contains(value),
        GlobTokenKind.Star or GlobTokenKind.DeepStar or GlobTokenKind.Folders => false,
    };
}
