using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>The events of a real host's audit log that come again and again: programs, libraries and sessions.</summary>
internal sealed partial class CapturedEvents
{
    private const string Rule = "INTEGRITY_RULE";

    /// <summary>What auditd and the kernel say once a boot, and the loading of rules.</summary>
    private static readonly string[] OnceABoot =
        ["DAEMON_START", "MAC_MAP_ADD", "MAC_UNLBL_ALLOW", "AVC", "CONFIG_CHANGE", "INTEGRITY_POLICY_RULE", "INTEGRITY_STATUS", "KERN_MODULE"];

    public CapturedEvents(bool isEnriched)
    {
        var byStamp = new Dictionary<string, List<(string Type, string Body)>>();
        foreach (var match in Lines().Select(line => Head().Match(line)).Where(match => match.Success))
        {
            if (!byStamp.TryGetValue(match.Groups[2].Value, out var records))
                byStamp.Add(match.Groups[2].Value, records = []);
            records.Add((match.Groups[1].Value, match.Groups[3].Value));
        }
        var forms = byStamp.Values
            .Where(records => !records.Any(record => OnceABoot.Contains(record.Type)) && records.Count(record => record.Type == Rule) <= 1)
            .Select(records => FormOf(records, isEnriched)).ToList();
        WithRule = [.. forms.Where(form => form.Rule is not null)];
        Others = [.. forms.Where(form => !form.IsMapping)];
    }

    /// <summary>Events that begin with an INTEGRITY_RULE record, in the order of the capture.</summary>
    public IReadOnlyList<EventForm> WithRule { get; }

    /// <summary>Events that are in a log without one too: a program that is started again, a session.</summary>
    public IReadOnlyList<EventForm> Others { get; }

    private static EventForm FormOf(List<(string Type, string Body)> records, bool isEnriched)
    {
        var rule = records.FirstOrDefault(record => record.Type == Rule);
        return new EventForm(
            [.. records.Where(record => record.Type != Rule).Select(record => RecordForm.Of(record.Type, record.Body, isEnriched))],
            rule.Body is null ? null : RecordForm.Of(rule.Type, rule.Body, isEnriched),
            rule.Body is null ? "" : FileField().Match(rule.Body).Groups[1].Value);
    }

    private static IEnumerable<string> Lines()
    {
        using var capture = typeof(CapturedEvents).Assembly.GetManifestResourceStream("capture.tar.gz")!;
        using var unpacked = new GZipStream(capture, CompressionMode.Decompress);
        using var archive = new TarReader(unpacked);
        while (archive.GetNextEntry() is { } entry)
            if (entry.Name.EndsWith("var/log/audit/audit.log", StringComparison.Ordinal) && entry.DataStream is { } content)
            {
                using var reader = new StreamReader(content, Encoding.Latin1);
                while (reader.ReadLine() is { } line)
                    yield return line;
            }
    }

    [GeneratedRegex(@"^type=(\S+) msg=audit\((\d+\.\d+:\d+)\):(.*)$")]
    private static partial Regex Head();

    [GeneratedRegex(@" file=(""[^""]*"")")]
    private static partial Regex FileField();
}
