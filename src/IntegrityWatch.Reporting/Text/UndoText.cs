using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What taking a generation back would do, and what it did.</summary>
public static class UndoText
{
    public static void WritePlan(TextWriter output, TextStyle style, UndoPlan plan) => Write(output, style, "would take back", plan);

    public static void WriteDone(TextWriter output, TextStyle style, UndoPlan plan) => Write(output, style, "took back", plan);

    private static void Write(TextWriter output, TextStyle style, string what, UndoPlan plan)
    {
        output.WriteLine($"{what} generation {plan.Undone.Number} ({plan.Undone.Origin.Name()}) as generation {plan.Generation.Number}: {plan.Generation.Paths} paths; "
            + $"{plan.Revoked.Count} digests approved no longer, {plan.Restored.Count} approved again, {plan.Decisions.Count} decisions, {plan.Reopened.Count} findings open again");
        foreach (var approval in plan.Revoked)
            output.WriteLine($"revoke     {style.Bold(SafeText.Of(approval.Path))} {SafeText.Of(approval.Digest.ToString())}");
        foreach (var approval in plan.Restored)
            output.WriteLine($"restore    {style.Bold(SafeText.Of(approval.Path))} {SafeText.Of(approval.Digest.ToString())}");
        foreach (var decision in plan.Decisions)
            output.WriteLine($"no longer {decision.Verb.Done()} {style.Bold(decision.Path.IsEmpty ? "-" : SafeText.Of(decision.Path))} {SafeText.Of(decision.Kind)} {style.Faint(SafeText.Of(decision.FindingId))}");
        foreach (var life in plan.Reopened)
            output.WriteLine($"open again {LifeText.Of(style, life)}");
    }
}
