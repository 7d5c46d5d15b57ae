namespace IntegrityWatch.Evidence.Fields;

/// <summary>What a field of a record holds: nothing, or one value of one of the sorts that reports and the history know. Nothing is boxed.</summary>
public readonly struct FieldValue
{
    private readonly object? reference;
    private readonly long number;
    private readonly HostPath path;

    private FieldValue(FieldKind kind, object? reference = null, long number = 0, HostPath path = default) =>
        (Kind, this.reference, this.number, this.path) = (kind, reference, number, path);

    public FieldKind Kind { get; }

    /// <summary>Whether there is nothing to tell: no value, or no part of one.</summary>
    public bool IsNone => Kind switch
    {
        FieldKind.None => true,
        FieldKind.Digest => Digest.Value.Length == 0,
        FieldKind.Texts => Texts.Count == 0,
        FieldKind.Paths => Paths.Count == 0,
        FieldKind.Text or FieldKind.Number or FieldKind.Flag or FieldKind.Answer or FieldKind.Time or FieldKind.Path
            or FieldKind.Numbers or FieldKind.Record or FieldKind.Records => false,
    };

    /// <summary>As <see cref="IsNone"/>, or a value that joins what has nothing in common: an empty text, the zeros of what the kernel did not hash.</summary>
    public bool IsEmpty => IsNone || Kind switch
    {
        FieldKind.Text => Text.Length == 0,
        FieldKind.Path => path.IsEmpty,
        FieldKind.Digest => Digest.IsZero,
        FieldKind.None or FieldKind.Number or FieldKind.Flag or FieldKind.Answer or FieldKind.Time or FieldKind.Texts or FieldKind.Paths
            or FieldKind.Numbers or FieldKind.Record or FieldKind.Records => false,
    };

    public string Text => Get<string>(FieldKind.Text);

    public long Number => GetNumber(FieldKind.Number);

    public bool Answer => GetNumber(FieldKind.Answer) != 0;

    public DateTimeOffset Time => new(GetNumber(FieldKind.Time), TimeSpan.Zero);

    public HostPath Path => Kind == FieldKind.Path ? path : throw Other(FieldKind.Path);

    public Digest Digest => Get<Digest>(FieldKind.Digest);

    public IReadOnlyList<string> Texts => Get<IReadOnlyList<string>>(FieldKind.Texts);

    public IReadOnlyList<int> Numbers => Get<IReadOnlyList<int>>(FieldKind.Numbers);

    public IReadOnlyList<HostPath> Paths => Get<IReadOnlyList<HostPath>>(FieldKind.Paths);

    /// <summary>The fields of a record within the record.</summary>
    public IEnumerable<NamedValue> Record => Get<IEnumerable<NamedValue>>(FieldKind.Record);

    public IEnumerable<IEnumerable<NamedValue>> Records => Get<IEnumerable<IEnumerable<NamedValue>>>(FieldKind.Records);

    public static FieldValue Of(IEnumerable<string>? texts) => texts is null ? default : new(FieldKind.Texts, texts as IReadOnlyList<string> ?? [.. texts]);

    public static FieldValue Of(IReadOnlyList<int> numbers) => new(FieldKind.Numbers, numbers);

    public static FieldValue Of(IReadOnlyList<HostPath>? paths) => paths is null ? default : new(FieldKind.Paths, paths);

    public static FieldValue Of<T>(IReadOnlyList<Field<T>> fields, T? record)
        where T : class =>
        record is null ? default : new(FieldKind.Record, Values(fields, record));

    public static FieldValue Of<T>(IReadOnlyList<Field<T>> fields, IEnumerable<T> records)
        where T : class =>
        new(FieldKind.Records, records.Select(record => Values(fields, record)));

    public static implicit operator FieldValue(string? text) => text is null ? default : new(FieldKind.Text, text);

    public static implicit operator FieldValue(long? number) => number is { } known ? new(FieldKind.Number, number: known) : default;

    public static implicit operator FieldValue(bool flag) => flag ? new(FieldKind.Flag) : default;

    public static implicit operator FieldValue(bool? answer) => answer is { } known ? new(FieldKind.Answer, number: known ? 1 : 0) : default;

    public static implicit operator FieldValue(DateTimeOffset? time) => time is { } known ? new(FieldKind.Time, number: known.UtcTicks) : default;

    public static implicit operator FieldValue(HostPath? path) => path is { } known ? new(FieldKind.Path, path: known) : default;

    public static implicit operator FieldValue(Digest? digest) => digest is null ? default : new(FieldKind.Digest, digest);

    public static explicit operator string?(FieldValue value) => value.Kind == FieldKind.None ? null : value.Text;

    public static explicit operator long?(FieldValue value) => value.Kind == FieldKind.None ? null : value.Number;

    public static explicit operator bool(FieldValue value) => value.Kind switch
    {
        FieldKind.None => false,
        FieldKind.Flag => true,
        _ => throw value.Other(FieldKind.Flag),
    };

    public static explicit operator bool?(FieldValue value) => value.Kind == FieldKind.None ? null : value.Answer;

    public static explicit operator DateTimeOffset?(FieldValue value) => value.Kind == FieldKind.None ? null : value.Time;

    public static explicit operator HostPath?(FieldValue value) => value.Kind == FieldKind.None ? null : value.Path;

    private static IEnumerable<NamedValue> Values<T>(IReadOnlyList<Field<T>> fields, T record) =>
        fields.Select(field => new NamedValue(field.Names, field.Value(record)));

    private T Get<T>(FieldKind kind) => Kind == kind ? (T)reference! : throw Other(kind);

    // The history keeps times and answers as numbers.
    private long GetNumber(FieldKind kind) => Kind == kind || Kind == FieldKind.Number ? number : throw Other(kind);

    private InvalidOperationException Other(FieldKind asked) => new($"a field holds {Kind}, not {asked}");
}

/// <summary>The sorts of values that fields hold.</summary>
public enum FieldKind
{
    None,
    Text,
    Number,

    /// <summary>Holds true; what is not true is <see cref="None"/>.</summary>
    Flag,

    /// <summary>True or false; <see cref="None"/> where it is not known.</summary>
    Answer,
    Time,
    Path,
    Digest,
    Texts,
    Numbers,
    Paths,
    Record,
    Records,
}

/// <summary>A value and what each form calls it.</summary>
public readonly record struct NamedValue(FieldNames Names, FieldValue Value);
