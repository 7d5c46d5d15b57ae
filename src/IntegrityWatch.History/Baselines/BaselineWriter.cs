using System.Text;

namespace IntegrityWatch.History.Baselines;

/// <summary>
/// Writes a baseline as JSON of which every path, every package and every decision is one line. The same generation gives the same bytes, whenever and
/// wherever it is written.
/// </summary>
public static class BaselineWriter
{
    public static void Write(Stream output, BaselineDocument document)
    {
        Line(output, BaselineFormat.Open);
        Line(output, BaselineFormat.FormatLine);
        Line(output, BaselineFormat.SchemaLine);
        Line(output, BaselineFormat.Host(document));
        Line(output, BaselineFormat.Generation(document));
        Line(output, BaselineFormat.PackageManager(document));
        Line(output, BaselineFormat.Paths);
        var (paths, packages, decisions) = (document.Content.Paths.Count, document.Content.Packages.Count, document.Content.Decisions.Count);
        using (var lines = document.Content.Lines().GetEnumerator())
        {
            Lines(output, lines, paths);
            Line(output, BaselineFormat.PathsEnd);
            Line(output, BaselineFormat.Packages);
            Lines(output, lines, packages);
            Line(output, BaselineFormat.PackagesEnd);
            Line(output, BaselineFormat.Decisions);
            Lines(output, lines, decisions);
        }
        Line(output, BaselineFormat.LastEnd);
        Line(output, BaselineFormat.Close);
    }

    private static void Lines(Stream output, IEnumerator<ReadOnlyMemory<byte>> lines, int count)
    {
        for (var i = 1; i <= count && lines.MoveNext(); i++)
        {
            output.Write(lines.Current.Span);
            output.Write(i < count ? ",\n"u8 : "\n"u8);
        }
    }

    private static void Line(Stream output, string line)
    {
        output.Write(Encoding.ASCII.GetBytes(line));
        output.WriteByte((byte)'\n');
    }
}
