using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What a capture would do, and what it did.</summary>
public static class CaptureText
{
    /// <summary>In how many files and findings, and then by path.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="style">How.</param>
    /// <param name="plan">What would be done.</param>
    /// <param name="listAll">Name what a package vouches for too.</param>
    public static void WritePlan(TextWriter output, TextStyle style, CapturePlan plan, bool listAll) => Write(output, style, "generation", plan, listAll);

    /// <inheritdoc cref="WritePlan"/>
    public static void WriteDone(TextWriter output, TextStyle style, CapturePlan plan, bool listAll) =>
        Write(output, style, "captured generation", plan, listAll);

    private static void Write(TextWriter output, TextStyle style, string what, CapturePlan plan, bool listAll)
    {
        output.WriteLine(Summary(what, plan));
        foreach (var approval in plan.Approved.Where(approval => listAll || !plan.IsVouchedFor(approval)))
            output.WriteLine($"approve    {Content(style, approval.Path, approval.Digest)}{Ground(plan, approval)}");
        foreach (var approval in plan.Superseded.Where(approval => listAll || !plan.AsInstalled.Contains(approval.Path)))
            output.WriteLine($"supersede  {Content(style, approval.Path, approval.Digest)}");
        foreach (var finding in plan.Waived)
            output.WriteLine($"waive      {Content(style, finding.Path, finding.Digest)} {finding.Kind.Name()}  {style.Faint(finding.Id)}");
        foreach (var finding in plan.Resolved)
            output.WriteLine($"resolve    {Content(style, finding.Path, finding.Digest)} {finding.Kind.Name()}  {style.Faint(finding.Id)}");
        foreach (var life in plan.Closed.Where(life => life.Closed is not (FindingClosure.Waived or FindingClosure.Resolved)))
            output.WriteLine($"close      {LifeText.Of(style, life)}");
        foreach (var finding in plan.StaysOpen)
            output.WriteLine($"stays open {Content(style, finding.Path, finding.Digest)} {finding.Severity.ToString().ToLowerInvariant()} {finding.Kind.Name()}  {style.Faint(finding.Id)}");
        if (plan.StaysOpen.Count > 0)
            output.WriteLine("what stays open is of older contents of approved paths; --settle resolves it");
    }

    private static string Summary(string what, CapturePlan plan)
    {
        var vouched = plan.Approved.Count(plan.IsVouchedFor);
        var parts = new List<string>
        {
            $"{what} {plan.Generation.Number}: {plan.Generation.Paths} paths; {plan.Approved.Count} digests approved, {plan.Superseded.Count} superseded",
            $"as their packages installed them {vouched}, that no package vouches for {plan.Approved.Count - vouched}",
        };
        if (plan.BesideDisk.Count > 0)
            parts.Add($"{plan.BesideDisk.Count} of the approved are in this boot's list beside the disk's content, such as an initramfs's copy; --disk-only leaves them out");
        if (plan.ByLastUse.Count > 0)
            parts.Add($"there is no disk to ask: for {plan.ByLastUse.Count} paths their last use stands");
        if (plan.Refused.Count + plan.Unreadable.Count + plan.LeftOut.Count > 0)
            parts.Add($"refused: {plan.Refused.DistinctBy(finding => finding.Path).Count()} paths as suspicious, {plan.Unreadable.Count} as they cannot be read; "
                + $"left out beside the disk: {plan.LeftOut.Count} digests");
        return string.Join('\n', parts);
    }

    private static string Ground(CapturePlan plan, Approval approval) =>
        !approval.WasOnDisk ? " beside the disk's" : plan.ByLastUse.Contains(approval.Path) ? " by its last use" : "";

    private static string Content(TextStyle style, HostPath path, Digest? digest) =>
        $"{style.Bold(path.IsEmpty ? "-" : SafeText.Of(path))} {(digest is null ? "-" : SafeText.Of(digest.ToString()))}";
}
