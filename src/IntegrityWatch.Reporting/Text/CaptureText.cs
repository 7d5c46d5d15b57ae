using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What a capture would do, and what it did.</summary>
public static class CaptureText
{
    /// <summary>Every digest that would be approved or superseded, one a line.</summary>
    public static void WritePlan(TextWriter output, TextStyle style, CapturePlan plan)
    {
        foreach (var approval in plan.Approved)
            output.WriteLine($"approve    {style.Bold(SafeText.Of(approval.Path))} {approval.Digest}");
        foreach (var approval in plan.Superseded)
            output.WriteLine($"supersede  {style.Bold(SafeText.Of(approval.Path))} {approval.Digest}");
        output.WriteLine(Summary("generation", plan));
    }

    public static void WriteDone(TextWriter output, CapturePlan plan) => output.WriteLine(Summary("captured generation", plan));

    private static string Summary(string what, CapturePlan plan) =>
        Counts(what, plan) + (plan.ApprovedBesideDisk == 0 ? "" : $"\n{plan.ApprovedBesideDisk} of the approved are in this boot's list and not on disk, such as an initramfs's copy; --disk-only leaves them out");

    private static string Counts(string what, CapturePlan plan) => $"{what} {plan.Generation.Number}: {plan.Generation.Paths} paths; {plan.Approved.Count} digests approved, {plan.Superseded.Count} superseded, {plan.Refused.Count} left out as suspicious{(plan.Unreadable.Count == 0 ? "" : $", {plan.Unreadable.Count} as they cannot be read")}";
}
