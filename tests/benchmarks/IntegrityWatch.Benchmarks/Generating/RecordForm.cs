using System.Text;
using System.Text.RegularExpressions;

namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>A record of the capture, whose stamp and process numbers are put in anew.</summary>
internal sealed partial class RecordForm
{
    private const char Separator = (char)0x1D;

    private readonly string[] parts;
    private readonly int[] numbers;

    private RecordForm(string type, string[] parts, int[] numbers) => (Type, this.parts, this.numbers) = (type, parts, numbers);

    public string Type { get; }

    public static RecordForm Of(string type, string body, bool isEnriched)
    {
        var kept = isEnriched ? body : body.Split(Separator)[0];
        var parts = new List<string>();
        var numbers = new List<int>();
        var from = 0;
        foreach (var found in ProcessNumber().Matches(kept).Select(match => match.Groups[1]))
        {
            parts.Add(kept[from..found.Index]);
            numbers.Add(int.Parse(found.Value));
            from = found.Index + found.Length;
        }
        parts.Add(kept[from..]);
        return new RecordForm(type, [.. parts], [.. numbers]);
    }

    /// <summary>Writes the record with other numbers.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="stamp">Seconds, milliseconds and serial, as they stand between the brackets.</param>
    /// <param name="shift">What is added to each process number but that of init.</param>
    public void Write(StringBuilder text, string stamp, int shift)
    {
        text.Append("type=").Append(Type).Append(" msg=audit(").Append(stamp).Append("):").Append(parts[0]);
        for (var at = 0; at < numbers.Length; at++)
            text.Append($"{(numbers[at] <= 1 ? numbers[at] : (numbers[at] + shift) % 4_194_304)}").Append(parts[at + 1]);
        text.Append('\n');
    }

    [GeneratedRegex(@" p?pid=(\d+)")]
    private static partial Regex ProcessNumber();
}
