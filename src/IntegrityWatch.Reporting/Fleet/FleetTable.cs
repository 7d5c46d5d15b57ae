using System.Text;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>Records for people: in columns on a terminal, elsewhere one line of words each, for grep.</summary>
internal static class FleetTable
{
    private const int Gap = 2;

    /// <summary>A column is as wide as it has to be, and no wider than this, whatever a host calls itself.</summary>
    private const int WidestColumn = 40;

    /// <param name="output">Where to.</param>
    /// <param name="style">How.</param>
    /// <param name="rows">The same number of cells each.</param>
    /// <param name="below">What stands under a row on a terminal, indented, and behind it elsewhere; null for nothing.</param>
    public static void Write(TextWriter output, TextStyle style, IReadOnlyList<FleetCell[]> rows, Func<int, string?>? below = null)
    {
        if (rows.Count == 0)
            return;
        var widths = style.IsTerminal
            ? [.. Enumerable.Range(0, rows[0].Length).Select(column => Math.Min(WidestColumn, rows.Max(row => row[column].Column.Length)))]
            : Array.Empty<int>();
        for (var row = 0; row < rows.Count; row++)
        {
            var text = below?.Invoke(row);
            if (!style.IsTerminal)
            {
                output.WriteLine(string.Join(' ', rows[row].Select(cell => cell.Line).OfType<string>()) + (text is null ? "" : $" -- {text}"));
                continue;
            }
            output.WriteLine(InColumns(style, rows[row], widths));
            foreach (var line in text is null ? [] : Wrapping.Wrap(text, indent: 4, style.Columns))
                output.WriteLine(line);
        }
    }

    private static string InColumns(TextStyle style, FleetCell[] row, int[] widths)
    {
        var line = new StringBuilder();
        var room = 0;
        for (var column = 0; column < row.Length; column++)
        {
            var cell = row[column];
            if (cell.Column.Length > 0)
                line.Append(' ', room).Append(cell.Paint(style, cell.Column));
            // Room is only made where something follows; a column that is empty in all rows takes none.
            room = (cell.Column.Length > 0 ? 0 : room) + Math.Max(0, widths[column] - cell.Column.Length) + (widths[column] > 0 ? Gap : 0);
        }
        return line.ToString();
    }
}
