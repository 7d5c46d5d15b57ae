using System.Text;
using System.Text.RegularExpressions;

namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>
/// Writes an audit log by repeating a real one's events with other stamps and process numbers. At every so many lines an event begins
/// with an INTEGRITY_RULE record, and that names the next file.
/// </summary>
internal sealed partial class LogWriter(CapturedEvents events, IMeasuredFiles files, int linesPerRule, int filesNamed)
{
    /// <summary>By how much process numbers grow when the capture's events begin again.</summary>
    private const int Round = 1_000;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);

    private readonly StringBuilder text = new();

    public int Lines { get; private set; }

    public int Rules { get; private set; }

    /// <param name="log">Where to.</param>
    /// <param name="lines">How many; the last event is written in full.</param>
    /// <param name="begin">The time of the first.</param>
    public void Write(GrowingFile log, int lines, DateTimeOffset begin)
    {
        var (serial, other) = (0, 0);
        while (Lines < lines)
        {
            var time = begin + serial * Pace;
            var stamp = $"{time.ToUnixTimeSeconds()}.{time.Millisecond:000}:{++serial}";
            text.Clear();
            if ((long)Rules * linesPerRule <= Lines)
                WithRule(stamp);
            else
                Add(events.Others[other % events.Others.Count], stamp, other++ / events.Others.Count * Round);
            log.Write(Encoding.Latin1.GetBytes(text.ToString()));
        }
    }

    private void WithRule(string stamp)
    {
        var form = events.WithRule[Rules % events.WithRule.Count];
        var shift = Lines / (events.Others.Count * 7) * Round;
        var file = files[Rules % filesNamed];
        form.Rule!.Write(text, stamp, shift);
        Lines++;
        text.Replace(form.File, $"\"{Encoding.Latin1.GetString(file.Path)}\"");
        var ruled = Hash().Replace(text.ToString(), $"hash=\"sha256:{Convert.ToHexStringLower(file.Digest)}\"");
        text.Clear().Append(ruled);
        var behind = text.Length;
        Add(form, stamp, shift);
        if (form.IsStart)
            text.Replace(form.File, $"\"{Encoding.Latin1.GetString(file.Path)}\"", behind, text.Length - behind);
        Rules++;
    }

    private void Add(EventForm form, string stamp, int shift)
    {
        foreach (var record in form.Records)
            record.Write(text, stamp, shift);
        Lines += form.Records.Count;
    }

    [GeneratedRegex(@"hash=""[^""]*""")]
    private static partial Regex Hash();
}
