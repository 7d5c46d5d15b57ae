using System.Text;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Fields;

namespace IntegrityWatch.Tests.Reporting.Fields;

/// <summary>What is written of the fields says what their descriptors say. With INTEGRITYWATCH_REWRITE=1 this writes it anew.</summary>
public class FieldDocumentsTests
{
    private const string Begin = "<!-- Written by a test from the fields' descriptors. -->\n";

    private static readonly string File = Path.Combine(Captures.Repository(), "docs/fields.md");

    [Fact]
    public void The_page_has_a_row_for_each_field()
    {
        var text = System.IO.File.ReadAllText(File);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var expected = Tables();
        if (text[begin..] == expected)
            return;
        if (Environment.GetEnvironmentVariable("INTEGRITYWATCH_REWRITE") != "1")
            Assert.Fail($"docs/fields.md differs from the fields; this test writes it anew with INTEGRITYWATCH_REWRITE=1. Expected:\n{expected}");
        System.IO.File.WriteAllText(File, text[..begin] + expected);
    }

    [Fact]
    public void No_form_gives_two_fields_one_name()
    {
        Assert.All(new[]
        {
            Names(FindingFields.All).Select(names => names.Json), Names(ProcessFields.All).Select(names => names.Json), Names(PackageFields.All).Select(names => names.Json),
            Names(ToldFields.OfFinding).Select(names => names.Flat?.Name), Names(ToldFields.OfObservation).Select(names => names.Flat?.Name),
            Names(ToldFields.OfScan).Select(names => names.Flat?.Name), Names(FindingFields.All).Select(names => names.Line?.Name),
            Names(ToldFields.OfFinding).SelectMany(names => names.Ecs).Select(name => name.Name),
            Names(ToldFields.OfFinding).Select(names => names.Cef?.Name), Names(ToldFields.OfObservation).Select(names => names.Cef?.Name),
            Names(ToldFields.OfScan).Select(names => names.Cef?.Name),
            Names(ProcessFields.All).Select(names => names.Stored?.ToLowerInvariant()), Names(PackageFields.All).Select(names => names.Stored?.ToLowerInvariant()),
        }, names => Assert.Empty(names.OfType<string>().GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key)));
    }

    [Fact]
    public void All_that_is_known_of_a_process_or_a_package_is_stored_and_read_back()
    {
        Assert.Equal(typeof(ProcessInfo).GetProperties().Length, ProcessFields.All.Count(field => field is { Names.Stored: not null, With: not null }));
        Assert.Equal(typeof(PackageNote).GetProperties().Length, PackageFields.All.Count(field => field is { Names.Stored: not null, With: not null }));
    }

    private static IEnumerable<FieldNames> Names<T>(IEnumerable<Field<T>> fields) => fields.Select(field => field.Names);

    private static string Tables()
    {
        var inner = Names(ProcessFields.All).Concat(Names(PackageFields.All)).Select(names => names with { Json = null, Stored = null, Label = null }).ToHashSet();
        return Table("A finding", Names(FindingFields.All).Where(names => !inner.Contains(names)))
            + Table("Its process: the object `process` in JSON", Names(ProcessFields.All))
            + Table("Its package: the object `package` in JSON", Names(PackageFields.All))
            + Table("A scan, and the report that a message comes from", Names(ToldFields.OfScan));
    }

    private static string Table(string title, IEnumerable<FieldNames> fields)
    {
        var text = new StringBuilder($"\n## {title}\n\n| JSON | GELF, syslog | ECS | CEF | text |\n|---|---|---|---|---|\n");
        foreach (var names in fields)
        {
            string?[] row =
            [
                Code(names.Json), Code(names.Flat?.Name), string.Join(", ", names.Ecs.Select(name => Code(name.Name))),
                names.Cef is { } key ? Code(key.Name) + (key.Label is { } label ? $" {label}" : "") : null, Code(names.Line?.Name),
            ];
            if (row.Any(cell => !string.IsNullOrEmpty(cell)))
                text.Append($"| {string.Join(" | ", row)} |\n");
        }
        return text.ToString();
    }

    private static string? Code(string? name) => name is null ? null : $"`{name}`";
}
