using System.CommandLine;

namespace IntegrityWatch.Commands;

/// <summary>In which form an answer about the fleet is printed.</summary>
internal sealed class FleetFormatOption<T>
{
    private readonly Dictionary<string, Action<Printer, T>> forms;
    private readonly FormatOption option;

    /// <param name="text">For people.</param>
    /// <param name="json">One object.</param>
    /// <param name="lines">One object a line.</param>
    /// <param name="line">For monitoring; null where the answer is no verdict.</param>
    public FleetFormatOption(Action<Printer, T> text, Action<Stream, T> json, Action<Stream, T> lines, Action<Stream, T>? line = null)
    {
        forms = new(StringComparer.Ordinal) { [FormatOption.Text] = text, [FormatOption.Json] = OfBytes(json), ["ndjson"] = OfBytes(lines) };
        if (line is not null)
            forms[FleetFormat.Nagios] = OfBytes(line);
        option = new FormatOption(forms.Keys);
    }

    public void AddTo(Command command) => option.AddTo(command);

    public void Write(ParseResult parsed, Printer printer, T answer) => forms[option.Name(parsed)](printer, answer);

    private static Action<Printer, T> OfBytes(Action<Stream, T> write) => (printer, answer) => printer.Bytes(stream => write(stream, answer));
}
