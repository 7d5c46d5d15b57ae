using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>The forms in which an answer about a fleet is printed.</summary>
public abstract class FleetForms<T>
{
    /// <summary>What a plugin says of it to Nagios and its kin; null where the answer is no verdict.</summary>
    public virtual Action<Stream, T>? Line => null;

    /// <summary>One object.</summary>
    public void WriteJson(Stream output, ToolInfo tool, T answer) => JsonDocuments.Write(output, tool, json =>
    {
        WriteHead(json, answer);
        foreach (var table in Tables(answer, quiet: false))
            table.WriteArray(json);
        if (Verdict(answer) is { } verdict)
            json.WriteExit(verdict);
    });

    /// <summary>An object a line.</summary>
    public void WriteLines(Stream output, T answer)
    {
        foreach (var table in Tables(answer, quiet: false))
            table.WriteLines(output);
    }

    /// <param name="quiet">The records alone, and no verdict.</param>
    public virtual void WriteText(TextWriter output, TextStyle style, T answer, bool quiet)
    {
        foreach (var table in Tables(answer, quiet))
            table.WriteText(output, style);
        if (!quiet && Verdict(answer) is { } verdict)
            output.WriteLine($"{style.Paint(verdict, verdict.Name())}: {Summary(answer)}");
    }

    /// <summary>What the answer means for whoever asked; null where it is no verdict.</summary>
    public virtual Verdict? Verdict(T answer) => null;

    /// <summary>What stands behind the verdict.</summary>
    internal virtual string Summary(T answer) => "";

    /// <summary>What stands before the records in the object.</summary>
    private protected virtual void WriteHead(Utf8JsonWriter json, T answer)
    {
    }

    /// <param name="quiet">True where people asked for nothing but what matters.</param>
    private protected abstract IEnumerable<FleetTable> Tables(T answer, bool quiet);
}
