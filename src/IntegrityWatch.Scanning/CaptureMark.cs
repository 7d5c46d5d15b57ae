using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IntegrityWatch.Detection;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Scanning;

/// <summary>
/// The record by which a capture marks its place in the running host's audit log: what stands before it was used before the capture, by the
/// kernel's order and by no clock.
/// </summary>
internal static partial class CaptureMark
{
    private const string Log = "var/log/audit/audit.log";

    /// <summary>auditd writes what it is given at once, or within some tenths of a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    /// <summary>Of the end of the log: the record is one of the last.</summary>
    private const int MostBytes = 256 * 1024;

    /// <summary>Writes the record and waits until the log holds it; null where it cannot be written, or does not come.</summary>
    /// <param name="root">The host's; nothing is written for any but the running one.</param>
    /// <param name="generation">The number of the generation that is made.</param>
    /// <param name="interrupted">Ends the waiting.</param>
    public static OwnRecord? Write(EvidenceRoot root, int generation, CancellationToken interrupted)
    {
        if (!root.IsLive || !root.Has(Log))
            return null;
        var text = TextOf(generation, Guid.NewGuid());
        if (!AuditSocket.TrySay(text))
            return null;
        var waited = Stopwatch.StartNew();
        do
        {
            if (Find(EndOfLog(root), text) is { } own)
                return own;
        }
        while (waited.Elapsed < Patience && !interrupted.WaitHandle.WaitOne(Pace));
        return null;
    }

    /// <summary>One that no other record says.</summary>
    internal static string TextOf(int generation, Guid token) =>
        string.Create(CultureInfo.InvariantCulture, $"op=integritywatch-capture generation={generation} mark={token:N}");

    /// <summary>The time and the serial of the record with the text; null where the log holds none.</summary>
    internal static OwnRecord? Find(string log, string text)
    {
        foreach (var line in log.Split('\n'))
            if (line.Contains(text, StringComparison.Ordinal) && Stamp().Match(line) is { Success: true } stamp
                && uint.TryParse(stamp.Groups["serial"].Value, CultureInfo.InvariantCulture, out var serial)
                && long.TryParse(stamp.Groups["seconds"].Value, CultureInfo.InvariantCulture, out var seconds)
                && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
                return new OwnRecord(serial, DateTimeOffset.FromUnixTimeSeconds(seconds).AddMilliseconds(int.Parse(stamp.Groups["milliseconds"].Value, CultureInfo.InvariantCulture)));
        return null;
    }

    private static string EndOfLog(EvidenceRoot root)
    {
        using var log = root.Open(Log);
        if (log is null)
            return "";
        log.Seek(Math.Max(0, log.Length - MostBytes), SeekOrigin.Begin);
        var end = new byte[MostBytes];
        return Encoding.Latin1.GetString(end, 0, log.ReadAtLeast(end, end.Length, throwOnEndOfStream: false));
    }

    [GeneratedRegex("^(node=\\S+ )?type=USER msg=audit\\((?<seconds>[0-9]{1,12})[.](?<milliseconds>[0-9]{3}):(?<serial>[0-9]{1,10})\\): ", RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();
}
