using System.Text.Json;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Reporting.Json;

/// <summary>What <c>config explain --format json</c> prints.</summary>
public static class JsonExplanation
{
    public static void Write(Stream output, ToolInfo tool, PathExplanation answer) => JsonDocuments.Write(output, tool, json =>
    {
        json.WriteString("path", SafeText.Of(answer.Path));
        json.WriteObjects("rules", answer.Rules, rule =>
        {
            json.WriteString("part", rule.Part);
            json.WriteString("id", rule.Id);
            json.WriteString("severity", rule.Severity?.Name());
            json.WriteString("says", rule.Says);
        });
        json.WriteObjects("kinds", answer.Kinds, kind =>
        {
            json.WriteString("kind", kind.Kind.Name());
            json.WriteString("severity", kind.Severity.Name());
            json.WriteString("rule", kind.Rule);
            json.WriteString("otherwise", kind.Otherwise.Name());
            json.WriteString("madeBy", kind.MadeBy);
            json.WriteObjects("sometimes", kind.Sometimes, rule =>
            {
                json.WriteString("rule", rule.Rule);
                json.WriteString("severity", rule.Severity.Name());
                json.WriteString("who", rule.Who);
            });
        });
    });
}
