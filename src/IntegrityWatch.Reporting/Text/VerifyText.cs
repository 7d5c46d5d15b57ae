using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What <c>verify</c> has to say of a measurement list.</summary>
public static class VerifyText
{
    public static void Write(TextWriter output, TextStyle style, ScanReport report, bool quiet)
    {
        if (report.List is { } list && !quiet)
        {
            var templates = string.Join(", ", list.Templates.OrderBy(template => template.Key, StringComparer.Ordinal)
                .Select(template => $"{template.Value} {SafeText.Of(template.Key)}"));
            output.WriteLine($"list        {SafeText.Of(list.Source)}, {list.Format}");
            output.WriteLine($"entries     {list.Entries}: {templates}; {list.Violations} violations");
            output.WriteLine(list.Verdict.Faults == 0
                ? "hashes      every entry matches its own hash"
                : $"hashes      {list.Verdict.Faults} entries do not match their own hashes");
            foreach (var bank in list.Verdict.Banks)
                output.WriteLine($"PCR {bank.Pcr}      {bank.Algorithm}: "
                    + (bank.MatchedAtEntry is { } entry
                        ? $"matches at entry {entry} of {list.Entries}"
                        : "does not match"));
            output.WriteLine($"tpm         {list.Verdict.Reason}");
            if (list.Quote is { } quote)
                output.WriteLine($"quote       {SafeText.Of(quote.Selection)}: {quote.Reason}");
            if (list.Signatures != default)
                output.WriteLine(Signatures(list.Signatures));
            output.WriteLine();
        }
        var findings = new TextFindings(output, style);
        findings.Write(report.Findings);
        if (!quiet)
            findings.WriteVerdict(report.Findings, report.Sight);
    }

    private static string Signatures(SignatureCounts counts) => $"signatures  {counts.Valid} valid, {counts.Invalid} invalid, {counts.UnknownKey} by unknown keys, {counts.NotSupported} not checked";
}
