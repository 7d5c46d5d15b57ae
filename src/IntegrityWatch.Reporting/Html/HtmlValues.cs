using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.Reporting.Fields;

namespace IntegrityWatch.Reporting.Html;

/// <summary>How the values of this domain stand in a page.</summary>
internal static class HtmlValues
{
    /// <summary>What a path shows at most outside its own history, in characters, and how many of them are its end.</summary>
    private const int LongestPath = 300;
    private const int EndOfPath = 100;

    /// <summary>The path, without its middle where it is very long: that stands in its history.</summary>
    public static void Path(this HtmlWriter page, HostPath path)
    {
        var text = SafeText.Of(path);
        page.Element("code", text.Length <= LongestPath ? text : $"{text[..(LongestPath - EndOfPath)]} ... {text[^EndOfPath..]}", ("dir", "ltr"));
    }

    /// <summary>For people to the second, for machines to the millisecond.</summary>
    public static void Time(this HtmlWriter page, DateTimeOffset? time)
    {
        if (time is { } known)
            page.Element("time", known.Readable(), ("datetime", known.Iso()));
        else
            page.Text("unknown");
    }

    /// <summary>From one time to another; one time where they are the same.</summary>
    public static void Times(this HtmlWriter page, DateTimeOffset? from, DateTimeOffset? to)
    {
        page.Time(from);
        if (to is null || from is null || to.Value.Readable() == from.Value.Readable())
            return;
        page.Text(" to ");
        page.Time(to);
    }

    public static void Digest(this HtmlWriter page, Digest digest) => page.Host(digest.ToString());

    /// <summary>A name in a list of facts, and what holds true of it.</summary>
    public static HtmlScope Fact(this HtmlWriter page, string name)
    {
        page.Element("dt", name);
        return page.In("dd");
    }

    /// <summary>What is known of a record, as far as its fields have a label.</summary>
    public static void Facts<T>(this HtmlWriter page, IReadOnlyList<Field<T>> fields, T record)
    {
        foreach (var field in fields)
            if (field.Names.Label is { } label && field.Known(record) is { IsNone: false } value)
                using (page.Fact(label))
                    page.Value(value);
    }

    private static void Value(this HtmlWriter page, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Number:
                page.Text(value.Number.ToString());
                break;
            case FieldKind.Time:
                page.Time(value.Time);
                break;
            case FieldKind.Digest:
                page.Digest(value.Digest);
                break;
            case FieldKind.Path:
                page.Path(value.Path);
                break;
            case FieldKind.Paths:
                foreach (var path in value.Paths)
                    using (page.In("div"))
                        page.Path(path);
                break;
            default:
                page.Host(FlatText.Of(value) ?? "");
                break;
        }
    }

    public static void Badge(this HtmlWriter page, Severity severity) =>
        page.Element("strong", severity.Name(), ("class", $"badge {severity.Name()}"));

    /// <summary>The technique's id, as a link to its description where it is ATT&amp;CK's.</summary>
    public static void Id(this HtmlWriter page, Technique technique)
    {
        if (technique.IsOfAttack)
            page.Element("a", technique.Id,
                ("href", $"https://attack.mitre.org/techniques/{technique.Id.Replace('.', '/')}/"), ("rel", "noreferrer"));
        else
            page.Host(technique.Id);
    }

    public static void Technique(this HtmlWriter page, Technique technique)
    {
        page.Id(technique);
        if (technique.Name != technique.Id)
            page.Text($" {technique.Name}");
    }

    /// <summary>The anchor of what is told of a finding.</summary>
    public static string Anchor(this Finding finding) => $"finding-{finding.Id}";
}
