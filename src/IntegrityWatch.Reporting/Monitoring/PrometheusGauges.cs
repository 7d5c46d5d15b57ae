using System.Text;

namespace IntegrityWatch.Reporting.Monitoring;

/// <summary>
/// Gauges in the text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/), in the order in which they are added.
/// </summary>
internal sealed class PrometheusGauges
{
    private const string Prefix = "integritywatch_";

    private readonly StringBuilder text = new();

    /// <param name="name">What follows the program's name.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="value">Null where nobody knows: then the gauge is left out.</param>
    public void Add(string name, string help, double? value)
    {
        if (value is { } known)
            Add(name, help, [([], known)]);
    }

    public void Add(string name, string help, IEnumerable<((string Name, string Value)[] Labels, double Value)> samples)
    {
        text.Append($"# HELP {Prefix}{name} {help}\n# TYPE {Prefix}{name} gauge\n");
        foreach (var (labels, value) in samples)
        {
            var set = string.Join(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\""));
            text.Append($"{Prefix}{name}{(set.Length == 0 ? "" : $"{{{set}}}")} {value:0.###}\n");
        }
    }

    public override string ToString() => text.ToString();

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
