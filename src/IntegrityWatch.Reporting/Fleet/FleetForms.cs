using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>The forms in which an answer about a fleet is printed.</summary>
public abstract class FleetForms<T>
{
    /// <summary>What a plugin says of it to Nagios and its kin; null where the answer is no verdict.</summary>
    public virtual Action<Stream, T, FleetSight>? Line => null;

    /// <summary>One object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="tool">Which program.</param>
    /// <param name="answer">What it says.</param>
    /// <param name="sight">Which hosts it says nothing of.</param>
    public void WriteJson(Stream output, ToolInfo tool, T answer, FleetSight sight) => JsonDocuments.Write(output, tool, json =>
    {
        WriteHead(json, answer);
        foreach (var table in Tables(answer, quiet: false))
            table.WriteArray(json);
        if (HasOwnSight)
            json.WriteObjects("unseen", sight.Hosts, host =>
            {
                json.WriteString("host", host.Name);
                json.WriteString("reason", FleetWords.Reason(host));
            });
        json.WriteExit(Verdict(answer, sight));
    });

    /// <summary>An object a line.</summary>
    public void WriteLines(Stream output, T answer)
    {
        foreach (var table in Tables(answer, quiet: false))
            table.WriteLines(output);
    }

    /// <param name="output">Where to.</param>
    /// <param name="style">How.</param>
    /// <param name="answer">What it says.</param>
    /// <param name="quiet">The records alone, and no verdict.</param>
    /// <param name="sight">Which hosts it says nothing of.</param>
    public virtual void WriteText(TextWriter output, TextStyle style, T answer, bool quiet, FleetSight sight)
    {
        foreach (var table in Tables(answer, quiet))
            table.WriteText(output, style);
        if (quiet || Verdict(answer) is null)
            return;
        var verdict = Verdict(answer, sight);
        output.WriteLine($"{style.Paint(verdict, verdict.Name())}: {Summary(answer)}{(FleetWords.Unseen(sight) is { } unseen ? $"; {unseen}" : "")}");
    }

    /// <summary>What the answer means for whoever asked; null where it is no verdict.</summary>
    public virtual Verdict? Verdict(T answer) => null;

    /// <summary>With what is not known of hosts that were not looked at.</summary>
    public Verdict Verdict(T answer, FleetSight sight) => Verdicts.Worst([Verdict(answer) ?? Detection.Verdict.Ok, sight.Verdict]);

    /// <summary>False for the answer that is about hosts itself.</summary>
    private protected virtual bool HasOwnSight => true;

    /// <summary>What stands behind the verdict.</summary>
    internal virtual string Summary(T answer) => "";

    /// <summary>What stands before the records in the object.</summary>
    private protected virtual void WriteHead(Utf8JsonWriter json, T answer)
    {
    }

    /// <param name="quiet">True where people asked for nothing but what matters.</param>
    private protected abstract IEnumerable<FleetTable> Tables(T answer, bool quiet);
}
