namespace IntegrityWatch.Evidence.Fields;

/// <summary>
/// What each form calls a field. A form does not tell what has no name in it. A form that names its fields tells them in the order in which they are
/// declared, but for those that its own order (<see cref="FieldName.At"/>) puts elsewhere.
/// </summary>
public sealed record FieldNames
{
    /// <summary>In the documents of the history: short, as each document bears it. Never changed.</summary>
    public string? Stored { get; init; }

    /// <summary>True where a document without it is none.</summary>
    public bool IsRequired { get; init; }

    /// <summary>In the JSON report, which tells its fields in the order in which they are declared.</summary>
    public string? Json { get; init; }

    /// <summary>True where the JSON report leaves the field out when nothing is known; otherwise it says null.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>In GELF, behind an underscore, and in syslog's structured data, which leaves out the last where there is no room.</summary>
    public FieldName? Flat { get; init; }

    /// <summary>In the Elastic Common Schema 8.11, with the names of the objects that it stands in, joined by dots.</summary>
    public IReadOnlyList<FieldName> Ecs { get; init; } = [];

    public CefKey? Cef { get; init; }

    /// <summary>In the line of text that tells of one finding.</summary>
    public FieldName? Line { get; init; }

    /// <summary>In the page's list of facts, for people.</summary>
    public string? Label { get; init; }

    /// <summary>What says "unset" as the kernel does, a login id or a session, is told by the JSON report alone.</summary>
    public bool MayBeUnset { get; init; }
}

/// <summary>A name, and where it stands among the others of its form: the lower first; those of one number as they are declared.</summary>
public sealed record FieldName(string Name, int At)
{
    /// <summary>Where a name stands that is given no place.</summary>
    public const int Anywhere = 50;

    public static implicit operator FieldName((string Name, int At) pair) => new(pair.Name, pair.At);

    public static implicit operator FieldName(string name) => new(name, Anywhere);
}

/// <summary>A key of ArcSight's Common Event Format.</summary>
/// <param name="Name">Of the dictionary of keys.</param>
/// <param name="Most">How many characters the dictionary gives a value.</param>
/// <param name="At">As <see cref="FieldName.At"/>.</param>
/// <param name="Label">What it means, where the key is one of those for anything; else null.</param>
public sealed record CefKey(string Name, int Most, int At = FieldName.Anywhere, string? Label = null)
{
    private const int MostOfCustom = 4000;

    /// <summary>One of the six strings that the dictionary leaves to each product. Each keeps its number, so that a label is always under the same key.</summary>
    public static CefKey String(int number, string label) => new($"cs{number}", MostOfCustom, 100 + number, label);

    /// <summary>One of the three numbers that the dictionary leaves to each product.</summary>
    public static CefKey Number(int number, string label) => new($"cn{number}", MostOfCustom, 200 + number, label);
}
