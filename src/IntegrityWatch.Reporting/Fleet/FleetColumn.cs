using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>One thing that is known of each record of an answer: what the JSON calls it, and how the line for people has it.</summary>
/// <param name="Json">Its name there; null where only people are told.</param>
/// <param name="Value">What it is.</param>
internal sealed record FleetColumn<T>(string? Json, Func<T, FieldValue> Value)
{
    /// <summary>True where the JSON leaves it out when nothing is known; otherwise it says null.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>Where it stands in the line for people, the lower first; null where the line does not tell it.</summary>
    public int? At { get; init; }

    /// <summary>What stands before it where the output is no terminal; null where it is known by its place.</summary>
    public string? Key { get; init; }

    /// <summary>What it says there, safe to print; null for the value itself.</summary>
    public Func<T, string?>? Text { get; init; }

    /// <summary>What it says on a terminal, in few letters and safe to print; null for the value itself.</summary>
    public Func<T, string>? Terminal { get; init; }

    public Func<TextStyle, T, string, string> Paint { get; init; } = (_, _, text) => text;

    /// <summary>For grep: <c>key=value</c>; null where there is nothing to say.</summary>
    public string? Line(T record) => (Text is null ? FleetWords.Line(Value(record), Key) : Text(record)) is not { } text ? null
        : Key is null ? text : $"{Key}={text}";

    /// <summary>For a column of a terminal.</summary>
    public string Cell(T record) => Terminal is not null ? Terminal(record)
        : Text is not null ? Text(record) ?? ""
        : FleetWords.Short(Value(record), Key);
}
