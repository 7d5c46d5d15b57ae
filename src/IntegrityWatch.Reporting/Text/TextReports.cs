using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What commands print for people.</summary>
public static class TextReports
{
    /// <summary>Of many in one line.</summary>
    private const int MostNamed = 3;

    /// <param name="quiet">Findings alone, without what stands around them.</param>
    public static void WriteScan(TextWriter output, TextStyle style, ScanReport report, bool quiet)
    {
        var findings = new TextFindings(output, style);
        if (!quiet)
        {
            output.WriteLine(style.Faint($"{SafeText.Of(report.Host)}  {report.ScannedAt.Readable()}  {BaselineText(report.Baseline)}"));
            output.WriteLine(style.Faint(EvidenceText(report)));
            foreach (var elsewhere in ElsewhereText(report))
                output.WriteLine(style.Faint(elsewhere));
            output.WriteLine();
        }
        findings.Write(report.Findings);
        if (quiet)
            return;
        if (!style.IsTerminal && report.Findings.Shown.Count > 0)
            output.WriteLine();
        findings.WriteVerdict(report.Findings, report.Sight);
    }

    public static void WriteFindings(TextWriter output, TextStyle style, FindingSet findings, HostSight sight, bool quiet)
    {
        var text = new TextFindings(output, style);
        text.Write(findings);
        if (quiet)
            return;
        if (sight is { Reason: null, Last: { } last })
            output.WriteLine(style.Faint($"last scan {last.At.Readable()}"));
        text.WriteVerdict(findings, sight);
    }

    /// <summary>Everything that is known about one finding or path, and what to do about what is open.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="style">How.</param>
    /// <param name="story">What is open of it.</param>
    /// <param name="about">What else is known.</param>
    public static void WriteStory(TextWriter output, TextStyle style, FindingSet story, Dossier about)
    {
        // One line would hide most of it: a story is a block wherever it is printed.
        new TextFindings(output, style with { Columns = style.Columns ?? int.MaxValue }).Write(story);
        if (story.Open.Count == 0)
            output.WriteLine($"nothing is open of {SafeText.Of(about.Path)}");
        if (about.Digests.Count > 0)
            output.WriteLine("what it was");
        foreach (var digest in about.Digests)
            WriteDigest(output, style, digest);
        if (about.Closed.Count > 0)
            output.WriteLine("what was told before");
        foreach (var life in about.Closed)
            output.WriteLine($"    {life.FoundAt.Readable()}  {LifeText.Of(style, life)}");
        if (about.Decisions.Count > 0)
            output.WriteLine("what was decided");
        foreach (var decision in about.Decisions)
            WriteDecision(output, style, decision);
        if (story.Open.Count > 0)
            output.WriteLine("what to do");
        foreach (var advice in story.Open.Select(FindingKinds.AdviceFor).Distinct())
            foreach (var line in Wrapping.Wrap(advice, 4, style.Columns))
                output.WriteLine(line);
    }

    public static void WriteHistory(TextWriter output, TextStyle style, HistoryAnswer answer)
    {
        foreach (var digest in answer.Files)
            WriteDigest(output, style, digest);
        foreach (var seen in answer.Events)
            WriteEvent(output, style, seen);
    }

    private static void WriteEvent(TextWriter output, TextStyle style, TechniqueEvent seen)
    {
        var incident = seen.Incident;
        output.WriteLine($"{style.Bold(incident.Key.Path.IsEmpty ? "-" : SafeText.Of(incident.Key.Path))} {seen.Technique.Id} {seen.Technique.Name}");
        output.WriteLine($"    seen {incident.Count} time{(incident.Count == 1 ? "" : "s")} "
            + $"from {incident.FirstSeen.Readable()} to {incident.LastSeen.Readable()}");
        if (incident.Process is not { } process)
            return;
        output.WriteLine($"    latest: {TextFindings.ProcessText(process)}");
        if (process.Command is { } command)
            output.WriteLine($"    $ {SafeText.Sentence(command)}");
    }

    private static void WriteDecision(TextWriter output, TextStyle style, Decision decision)
    {
        output.WriteLine($"    {decision.At.Readable()}  {decision.Verb.Name()} {decision.Kind} {(decision.Digest is { } digest ? digest.ToString() : "-")}"
            + $"{(decision.Realm.NameElsewhere() is { } realm ? $" {realm} {SafeText.Of(decision.Container ?? "")}" : "")}  {style.Faint(decision.FindingId)}");
        output.WriteLine($"        generation {decision.Generation}{(decision.By is { } by ? $", by {SafeText.Of(by)}" : "")}{(decision.Reason is { } reason ? $": {SafeText.Sentence(reason)}" : "")}");
    }

    private static string Whose(DigestHistory digest) => digest.Realm.NameElsewhere() is { } realm
        ? $" {realm}{(digest.Container is { } container ? $" {SafeText.Of(container)}" : "")}" : "";

    private static void WriteDigest(TextWriter output, TextStyle style, DigestHistory digest)
    {
        var approval = digest.Approval switch
        {
            null => "in no generation",
            { SupersededIn: { } superseded } known => $"approved in generation {known.Generation}, superseded in generation {superseded}",
            { } known => $"approved in generation {known.Generation}",
        };
        output.WriteLine($"{style.Bold(SafeText.Of(digest.Path))} {digest.Digest} {digest.State.Name()}{Whose(digest)}");
        if (digest.Realm == Realm.Host)
            output.WriteLine($"    {approval}");
        if (digest.Observed is not { } observed)
            return;
        output.WriteLine($"    seen by {string.Join(", ", observed.Sources.List())} "
            + $"from {observed.FirstSeen.Readable()} to {observed.LastSeen.Readable()}"
            + $", in {observed.BootCount} boot{(observed.BootCount == 1 ? "" : "s")}"
            + (observed.BootsUncounted ? " or more" : ""));
        if (observed.FirstProcess is { } first)
            output.WriteLine($"    first: {TextFindings.ProcessText(first)}");
        if (observed.LatestProcess is { } latest && latest != observed.FirstProcess)
            output.WriteLine($"    latest: {TextFindings.ProcessText(latest)}");
    }

    private static string BaselineText(Generation? baseline) => baseline is null
        ? "no baseline"
        : $"baseline {baseline.Number}"
            + (baseline.Name is { } name ? $" {SafeText.Of(name)}" : "")
            + $" of {baseline.CapturedAt.Readable()}, {baseline.Paths} paths, chain {baseline.ShortChain}";

    private static string Verified(ListSummary list) => list.Verdict.Verified switch
    {
        true => "verified by the TPM",
        false => "altered",
        null => "not verified",
    };

    private static string Gone(ListSummary list) =>
        (list.Dropped - list.Rebuilt is > 0 and var dropped && list.Memory.Gap is null ? $", {dropped} entries dropped after they were read" : "")
        + (list.Rebuilt > 0 ? $", {list.Rebuilt} dropped before and rebuilt from the audit log" : "");

    /// <summary>What is counted and not held against the host's baseline: containers' files, other hosts' records.</summary>
    private static IEnumerable<string> ElsewhereText(ScanReport report)
    {
        if (report.Containers.Labels.Count > 0)
            yield return $"containers: {Counted(report.Containers.Labels)}{(report.Containers.Images.Count > 0 ? $"; images: {Counted(report.Containers.Images)}" : "")}";
        if (report.Audit is { Nodes: { Count: > 0 } nodes })
            yield return $"other hosts' audit records, not judged: {Few(nodes.OrderByDescending(node => node.Value).Select(node => $"{node.Value} of {SafeText.Of(node.Key)}"))}";
    }

    private static string Counted(IReadOnlyDictionary<string, ContainerCounts> containers) =>
        Few(containers.OrderByDescending(each => each.Value.New).ThenByDescending(each => each.Value.Files)
            .Select(each => $"{SafeText.Of(each.Key)} {each.Value.Files} file{(each.Value.Files == 1 ? "" : "s")}, {each.Value.New} new"));

    private static string Few(IEnumerable<string> all)
    {
        var names = all.ToList();
        return string.Join("; ", names.Take(MostNamed)) + (names.Count > MostNamed ? $"; and {names.Count - MostNamed} more" : "");
    }

    private static string EvidenceText(ScanReport report)
    {
        var list = report.List is { } ima
            ? $"list: {ima.Entries} entries, {ima.NewEntries} new, {Verified(ima)}{Gone(ima)}"
            : report.Sight.Reason is null ? "list: left out" : "list: not read";
        var audit = report.Audit is { } log
            ? $"audit: {log.Records} new records, {log.IntegrityRules} with a file's hash"
            : "audit: no log";
        return $"{list}; {audit}";
    }
}
