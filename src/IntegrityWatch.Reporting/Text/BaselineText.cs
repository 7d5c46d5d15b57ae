using IntegrityWatch.Detection;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What the commands that tell of generations print for people.</summary>
public static class BaselineText
{
    /// <summary>One generation a line, earliest first.</summary>
    public static void WriteList(TextWriter output, TextStyle style, IReadOnlyList<Generation> generations)
    {
        foreach (var generation in generations)
            output.WriteLine($"{generation.Number,3}  {generation.Origin.Name(),-10}  "
                + $"{generation.CapturedAt.Readable()}  {style.Faint(generation.ShortChain)}  "
                + $"{generation.Paths} paths  "
                + $"by {Text(generation.By)}"
                + (generation.Name is { } name ? $"  {style.Bold(SafeText.Of(name))}" : "")
                + (generation.Reason is { } reason ? $"  {SafeText.Of(reason)}" : ""));
    }

    /// <param name="quiet">The lines of the paths alone.</param>
    public static void WriteGeneration(TextWriter output, TextStyle style, BaselineDocument document, bool quiet)
    {
        var generation = document.Generation;
        if (!quiet)
        {
            var counts = new BaselineCounts(document.Content);
            output.WriteLine($"generation  {generation.Number}, {generation.Origin.Name()}");
            output.WriteLine($"host        {Text(document.Host)}");
            output.WriteLine($"made        {generation.CapturedAt.Readable()} by {Text(generation.By)}");
            output.WriteLine($"evidence    {generation.EvidenceAt.Readable()}, boot {Text(generation.BootId)}");
            output.WriteLine($"name        {Text(generation.Name)}");
            output.WriteLine($"reason      {Text(generation.Reason)}");
            output.WriteLine($"holds       {generation.Paths} paths: {counts.Approved} digests approved, {counts.Beside} beside them, {counts.Superseded} superseded; {document.Content.Packages.Count} packages");
            output.WriteLine($"content     {generation.Content}");
            output.WriteLine($"chain       {generation.Chain}");
            output.WriteLine();
        }
        foreach (var path in document.Content.Paths)
        {
            foreach (var digest in path.Approved)
                output.WriteLine($"{style.Bold(SafeText.Of(path.Path))} {SafeText.Of(digest.ToString())}");
            foreach (var digest in path.Beside)
                output.WriteLine($"{style.Bold(SafeText.Of(path.Path))} {SafeText.Of(digest.ToString())} beside");
        }
        foreach (var decision in document.Content.Decisions)
            output.WriteLine($"{decision.Verb.Done()} {Of(decision, style)} in generation {decision.Generation} by {Text(decision.By)}"
                + (decision.Reason is { } reason ? $": {SafeText.Of(reason)}" : ""));
    }

    /// <summary>One change a line, packages first.</summary>
    public static void WriteComparison(TextWriter output, TextStyle style, BaselineComparison comparison)
    {
        foreach (var change in comparison.Packages)
            output.WriteLine($"package {style.Bold(SafeText.Of(change.Name))} {Text(change.Before)} -> {Text(change.After)}");
        foreach (var change in comparison.Changes)
            output.WriteLine($"{change.Name()} {style.Bold(SafeText.Of(change.Path))} "
                + string.Join(" -> ", new[] { change.Before, change.After }.Where(side => side.Count > 0).Select(Join)));
        foreach (var decision in comparison.Waived)
            output.WriteLine($"waived {Of(decision, style)}");
        foreach (var decision in comparison.NoLongerWaived)
            output.WriteLine($"no longer waived {Of(decision, style)}");
    }

    /// <summary>Every digest that would be approved or superseded, one a line.</summary>
    public static void WritePlan(TextWriter output, TextStyle style, ImportPlan plan)
    {
        foreach (var approval in plan.Approved)
            output.WriteLine($"approve    {style.Bold(SafeText.Of(approval.Path))} {approval.Digest}");
        foreach (var approval in plan.Superseded)
            output.WriteLine($"supersede  {style.Bold(SafeText.Of(approval.Path))} {approval.Digest}");
        foreach (var decision in plan.Waived)
            output.WriteLine($"waive      {Of(decision, style)}");
        output.WriteLine(Summary("generation", plan));
    }

    public static void WriteImported(TextWriter output, ImportPlan plan) => output.WriteLine(Summary("imported as generation", plan));

    public static void WriteVerdicts(TextWriter output, TextStyle style, IReadOnlyList<GenerationVerdict> verdicts)
    {
        foreach (var (generation, fault) in verdicts)
            output.WriteLine($"generation {generation.Number}: "
                + (fault is null ? $"as it was made, chain {generation.ShortChain}" : style.Paint(Verdict.Critical, $"edited: {fault}")));
    }

    public static void WriteVerdict(TextWriter output, TextStyle style, BaselineVerdict file)
    {
        var name = SafeText.Of(file.File);
        if (file.Fault is { } fault)
            output.WriteLine($"{name}: {style.Paint(Verdict.Critical, fault)}");
        else
            output.WriteLine($"{name}: as it was exported, "
                + (file.IsSigned == true ? "and signed by the key given" : "but nobody vouches for it without --key")
                + $"; generation {file.Document!.Generation.Number} of {Text(file.Document.Host)}, chain {file.Document.Generation.ShortChain}");
    }

    private static string Summary(string what, ImportPlan plan) => $"{what} {plan.Generation.Number}: {plan.Generation.Paths} paths; {plan.Approved.Count} digests approved, {plan.Superseded.Count} superseded{(plan.Waived.Count == 0 ? "" : $", {plan.Waived.Count} waived")}";

    private static string Of(Decision decision, TextStyle style) =>
        $"{style.Bold(decision.Path.IsEmpty ? "-" : SafeText.Of(decision.Path))} {Text(decision.Digest?.ToString())} {SafeText.Of(decision.Kind)} {style.Faint(SafeText.Of(decision.FindingId))}";

    private static string Join(IReadOnlyList<Digest> digests) => string.Join(',', digests.Select(digest => SafeText.Of(digest.ToString())));

    private static string Text(string? text) => text is null ? "-" : SafeText.Of(text);
}
