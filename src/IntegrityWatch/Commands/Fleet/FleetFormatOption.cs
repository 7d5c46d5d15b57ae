using IntegrityWatch.Commands.Options;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary>The forms that say on standard output too that nothing could be asked.</summary>
internal static class FleetFormat
{
    public const string Nagios = "nagios";

    /// <summary>Null where silence on standard output says it.</summary>
    public static Action<Stream, string>? WriteUnknown(string name) => name == Nagios ? FleetLine.WriteUnknown : null;
}

/// <summary>In which form an answer about the fleet is printed.</summary>
internal sealed class FleetFormatOption<T> : FormatOption
{
    private readonly Dictionary<string, Action<Printer, T>> forms;

    /// <param name="text">For people.</param>
    /// <param name="json">One object.</param>
    /// <param name="lines">One object a line.</param>
    /// <param name="line">For monitoring; null where the answer is no verdict.</param>
    public FleetFormatOption(Action<Printer, T> text, Action<Stream, T> json, Action<Stream, T> lines, Action<Stream, T>? line = null)
        : base(line is null ? [Text, Json, "ndjson"] : [Text, Json, "ndjson", FleetFormat.Nagios])
    {
        forms = new(StringComparer.Ordinal) { [Text] = text, [Json] = OfBytes(json), ["ndjson"] = OfBytes(lines) };
        if (line is not null)
            forms[FleetFormat.Nagios] = OfBytes(line);
    }

    public void Write(CommandRun run, T answer) => forms[run.Value(this)!](run.Printer, answer);

    private static Action<Printer, T> OfBytes(Action<Stream, T> write) => (printer, answer) => printer.Bytes(stream => write(stream, answer));
}
