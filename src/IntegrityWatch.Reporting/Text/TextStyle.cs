using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Text;

/// <summary>How text is laid out: for a person's terminal, or for a file and grep.</summary>
/// <param name="Columns">The terminal's width; null where the output is no terminal: then a finding is one line.</param>
/// <param name="Colour">Whether to colour what matters.</param>
public sealed record TextStyle(int? Columns, bool Colour)
{
    public static readonly TextStyle Plain = new(null, false);

    public bool IsTerminal => Columns is not null;

    public string Paint(Severity severity, string text) => Paint(text, severity switch
    {
        Severity.Critical => "1;31",
        Severity.High => "31",
        Severity.Medium => "33",
        Severity.Low => "36",
        Severity.Info => "2",
    });

    public string Paint(Verdict verdict, string text) => Paint(text, verdict switch
    {
        Verdict.Ok => "32",
        Verdict.Warning => "33",
        Verdict.Critical or Verdict.Unknown => "1;31",
    });

    public string Bold(string text) => Paint(text, "1");

    public string Faint(string text) => Paint(text, "2");

    private string Paint(string text, string code) => Colour ? $"\e[{code}m{text}\e[0m" : text;
}
