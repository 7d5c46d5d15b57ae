using IntegrityWatch.Commands.Options;
using IntegrityWatch.Fleet.Answers;
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
internal sealed class FleetFormatOption<T>(FleetForms<T> forms)
    : FormatOption(forms.Line is null ? [Text, Json, Lines] : [Text, Json, Lines, FleetFormat.Nagios])
{
    private const string Lines = "ndjson";

    public void Write(CommandRun run, T answer, FleetSight sight)
    {
        switch (run.Value(this))
        {
            case Json:
                run.Printer.Bytes(stream => forms.WriteJson(stream, Tool.Info, answer, sight));
                break;
            case Lines:
                run.Printer.Bytes(stream => forms.WriteLines(stream, answer));
                break;
            case FleetFormat.Nagios:
                run.Printer.Bytes(stream => forms.Line!(stream, answer, sight), areNumbers: true);
                break;
            default:
                run.Printer.Text((writer, style) => forms.WriteText(writer, style, answer, run.IsQuiet, sight));
                break;
        }
    }
}
