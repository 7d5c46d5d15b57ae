using System.Text;
using System.Text.Json;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Siem;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>Records of one sort in an answer, in each of its forms.</summary>
internal abstract class FleetTable
{
    /// <summary>As an array of the answer's object.</summary>
    public abstract void WriteArray(Utf8JsonWriter json);

    /// <summary>A JSON object a line.</summary>
    public abstract void WriteLines(Stream output);

    /// <summary>In columns on a terminal, elsewhere one line of words each, for grep.</summary>
    public abstract void WriteText(TextWriter output, TextStyle style);
}

/// <inheritdoc/>
/// <param name="name">Of the array.</param>
/// <param name="columns">In the order of the JSON.</param>
/// <param name="records">All of them.</param>
internal sealed class FleetTable<T>(string name, IReadOnlyList<FleetColumn<T>> columns, IEnumerable<T> records) : FleetTable
{
    private const int Gap = 2;

    /// <summary>A column is as wide as it has to be, and no wider than this, whatever a host calls itself.</summary>
    private const int WidestColumn = 40;

    /// <summary>Writes what an object of the JSON has beside the columns.</summary>
    public Action<Utf8JsonWriter, T> Rest { get; init; } = (_, _) => { };

    /// <summary>What stands under a record on a terminal, indented, and behind it elsewhere; null for nothing.</summary>
    public Func<T, string?> Below { get; init; } = _ => null;

    /// <summary>Which records people are told of.</summary>
    public Func<T, bool> IsShown { get; init; } = _ => true;

    public override void WriteArray(Utf8JsonWriter json)
    {
        json.WriteStartArray(name);
        foreach (var record in records)
            Write(json, record);
        json.WriteEndArray();
    }

    public override void WriteLines(Stream output) => JsonLines.Write(output, records, Write);

    public override void WriteText(TextWriter output, TextStyle style)
    {
        var shown = records.Where(IsShown).ToList();
        var told = columns.Where(column => column.At is not null).OrderBy(column => column.At).ToList();
        var widths = style.IsTerminal && shown.Count > 0
            ? told.ConvertAll(column => Math.Min(WidestColumn, shown.Max(record => column.Cell(record).Length)))
            : [];
        foreach (var record in shown)
        {
            var below = Below(record);
            if (!style.IsTerminal)
            {
                output.WriteLine(string.Join(' ', told.Select(column => column.Line(record)).OfType<string>()) + (below is null ? "" : $" -- {below}"));
                continue;
            }
            output.WriteLine(InColumns(style, told, widths, record));
            foreach (var line in below is null ? [] : Wrapping.Wrap(below, indent: 4, style.Columns))
                output.WriteLine(line);
        }
    }

    private void Write(Utf8JsonWriter json, T record)
    {
        json.WriteStartObject();
        foreach (var column in columns)
            if (column.Json is not null)
                json.WriteField(new() { Json = column.Json, IsLeftOut = column.IsLeftOut }, column.Value(record));
        Rest(json, record);
        json.WriteEndObject();
    }

    private static string InColumns(TextStyle style, List<FleetColumn<T>> told, List<int> widths, T record)
    {
        var line = new StringBuilder();
        var room = 0;
        foreach (var (column, width) in told.Zip(widths))
        {
            var cell = column.Cell(record);
            if (cell.Length > 0)
                line.Append(' ', room).Append(column.Paint(style, record, cell));
            // Room is only made where something follows; a column that is empty in all rows takes none.
            room = (cell.Length > 0 ? 0 : room) + Math.Max(0, width - cell.Length) + (width > 0 ? Gap : 0);
        }
        return line.ToString();
    }
}
