using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>One value of a record that is printed for people. What it says is safe to print already.</summary>
/// <param name="Key">What stands before it where the output is no terminal; null where it is known by its place.</param>
/// <param name="Text">What it says there; null where it has nothing to say.</param>
/// <param name="Shown">What it says on a terminal, in few letters; null where that is the same.</param>
internal sealed record FleetCell(string? Key, string? Text, string? Shown = null)
{
    /// <summary>How it is coloured.</summary>
    public Func<TextStyle, string, string> Paint { get; init; } = (_, text) => text;

    /// <summary>For grep: <c>key=value</c>; null where there is nothing to say.</summary>
    public string? Line => Text is null ? null : Key is null ? Text : $"{Key}={Text}";

    /// <summary>For a column of a terminal.</summary>
    public string Column => Shown ?? Text ?? "";
}
