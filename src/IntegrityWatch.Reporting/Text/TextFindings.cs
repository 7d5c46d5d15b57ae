using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.Reporting.Fields;

namespace IntegrityWatch.Reporting.Text;

/// <summary>Findings for people: on a terminal a short block each, elsewhere one line each.</summary>
public sealed class TextFindings
{
    internal const string AmbiguousText =
        "ambiguous: this boot measured the path with two contents, which may be two files of one name, such as a container's";

    private const int Indent = 4;
    private const int MostKnown = 3;
    private const int MostGrouped = 10;

    private static readonly IReadOnlyList<(FieldName Name, Field<Finding> Field)> LineFields = FindingFields.All.By(names => names.Line);

    private readonly TextWriter output;
    private readonly TextStyle style;

    public TextFindings(TextWriter output, TextStyle style) => (this.output, this.style) = (output, style);

    public void Write(FindingSet findings)
    {
        var (stories, upgrades) = PackageGroup.Part(findings.Stories());
        foreach (var story in stories)
            Write(story);
        foreach (var upgrade in upgrades)
            if (upgrade.Stories.Count == 1)
                Write(upgrade.Stories[0]);
            else if (style.IsTerminal)
                WriteBlock(upgrade);
            else
                output.WriteLine(Line(upgrade));
    }

    private void Write(IReadOnlyList<Finding> story)
    {
        if (style.IsTerminal)
            WriteBlock(story);
        else
            output.WriteLine(Line(story));
    }

    private void WriteBlock(PackageGroup upgrade)
    {
        var lead = upgrade.Lead;
        output.WriteLine($"{style.Paint(lead.Severity, lead.Severity.Name().ToUpperInvariant())}  {StateOf(upgrade).Name()}  "
            + $"{lead.Kind.Name()}  {upgrade.Stories.Count} files of one package");
        WriteIndented(SafeText.Sentence(lead.Explanation!));
        foreach (var story in upgrade.Stories.Take(MostGrouped))
            WriteIndented($"{SafeText.Of(story[0].Path)}  {style.Faint(story[0].Id)}");
        if (upgrade.Stories.Count > MostGrouped)
            WriteIndented(AndMore(upgrade));
        output.WriteLine();
    }

    private static string Line(PackageGroup upgrade)
    {
        var lead = upgrade.Lead;
        var shown = upgrade.Stories.Take(MostGrouped).ToList();
        var more = upgrade.Stories.Count > MostGrouped ? $" {AndMore(upgrade)}" : "";
        return $"{lead.Severity.Name().ToUpperInvariant()} {StateOf(upgrade).Name()} {lead.Kind.Name()} package={SafeText.Of(lead.Package!.Name)} "
            + $"files={upgrade.Stories.Count} ids={string.Join(',', shown.Select(story => story[0].Id))}"
            + $"{more} -- {SafeText.Sentence(lead.Explanation!)}: {string.Join(' ', shown.Select(story => SafeText.Of(story[0].Path)))}{more}";
    }

    private static string AndMore(PackageGroup upgrade) =>
        $"and {upgrade.Stories.Count - MostGrouped} more";

    private static FindingState StateOf(PackageGroup upgrade) => upgrade.Stories.Min(StateOf);

    /// <summary><c>5 open (2 new): 4 critical, 1 high</c>.</summary>
    internal static string Counts(FindingSet findings) => findings.Open.Count == 0
        ? "nothing open"
        : $"{findings.OpenStories.Count} open ({findings.NewStories} new): "
            + string.Join(", ", Names.Severities.Where(severity => findings.CountStories(severity) > 0)
                .Select(severity => $"{findings.CountStories(severity)} {severity.Name()}"));

    /// <summary><c>CRITICAL: 5 open (2 new): 4 critical, 1 high</c>.</summary>
    public void WriteVerdict(FindingSet findings, HostSight sight)
    {
        if (findings.Lowered is { Count: > 0 } lowered)
            output.WriteLine(style.Faint($"lowered by path rules: {string.Join(", ", lowered.Select(rule => $"{SafeText.Of(rule.Key)} {rule.Value}"))}"));
        var verdict = sight.Verdict(findings);
        var blind = sight.Reason is { } reason ? SafeText.Sentence(reason) + "; " : "";
        output.WriteLine($"{style.Paint(verdict, verdict.Name())}: {blind}{Counts(findings)}");
    }

    private void WriteBlock(IReadOnlyList<Finding> story)
    {
        var lead = story[0];
        var subject = lead.Path.IsEmpty ? "" : "  " + style.Bold(SafeText.Of(lead.Path));
        output.WriteLine($"{style.Paint(lead.Severity, lead.Severity.Name().ToUpperInvariant())}  {StateOf(story).Name()}  "
            + $"{lead.Kind.Name()}{subject}  {style.Faint(lead.Id)}");
        WriteIndented(lead.Message);
        if (lead.Support is { } explanation)
            WriteIndented(SafeText.Sentence(explanation));
        if (lead.PathRule is { } rule)
            WriteIndented(SafeText.Sentence($"path rule {rule.Id}{(rule.Message is { } why ? $", {why}" : "")}: {rule.Otherwise.Name()} without it"));
        if (lead.Ambiguous)
            WriteIndented(AmbiguousText);
        if (lead.SameDigestAs.Count > 0)
            WriteIndented($"same content as {string.Join(", ", lead.SameDigestAs.Select(SafeText.Of))}");
        if (lead.Digest is { Value.Length: > 0 } digest)
            output.WriteLine(new string(' ', Indent) + digest);
        foreach (var known in lead.Known.TakeLast(MostKnown))
            WriteIndented($"{KnownText(known)} {known.Digest}");
        if (lead.Process is { } process)
            WriteIndented(ProcessText(process));
        if (lead.Process?.Command is { } command)
            WriteIndented($"$ {SafeText.Sentence(command)}");
        if (lead.Sources != EvidenceSources.None)
            WriteIndented($"seen by {string.Join(", ", lead.Sources.List())}{Since(lead)}");
        if (lead.Techniques.Count > 0)
            WriteIndented(string.Join(", ", lead.Techniques.Select(technique => $"{technique.Id} {technique.Name}")));
        foreach (var other in story.Skip(1))
            WriteIndented($"also {other.Kind.Name()} ({other.Severity.Name()}): {other.Message}  {other.Id}");
        output.WriteLine();
    }

    private static string Line(IReadOnlyList<Finding> story)
    {
        var lead = story[0];
        var fields = new List<string>
        {
            lead.Severity.Name().ToUpperInvariant(), StateOf(story).Name(), lead.Kind.Name(),
            lead.Path.IsEmpty ? "-" : SafeText.Of(lead.Path),
            lead.Digest is { Value.Length: > 0 } digest ? digest.ToString() : "-",
        };
        foreach (var (name, field) in LineFields)
            if (field.Known(lead) is { IsNone: false } value)
                fields.Add(value.Kind == FieldKind.Flag ? name.Name : $"{name.Name}={Text(value)}");
        if (story.Count > 1)
            fields.Add($"also={string.Join(',', story.Skip(1).Select(other => other.Kind.Name()))}");
        return $"{string.Join(' ', fields)} -- {lead.Message}{(lead.Sentence[lead.Message.Length..] is { Length: > 0 } more ? SafeText.Sentence(more) : "")}";
    }

    /// <summary>A story is new where anything in it is.</summary>
    private static FindingState StateOf(IReadOnlyList<Finding> story) => story.Min(finding => finding.State);

    /// <summary>A value in a line; of several paths the first.</summary>
    private static string? Text(FieldValue value) => value.Kind switch
    {
        FieldKind.Text => SafeText.Of(value.Text),
        FieldKind.Path => SafeText.Of(value.Path),
        FieldKind.Paths => SafeText.Of(value.Paths[0]),
        FieldKind.None or FieldKind.Number or FieldKind.Flag or FieldKind.Answer or FieldKind.Time or FieldKind.Digest or FieldKind.Texts
            or FieldKind.Numbers or FieldKind.Record or FieldKind.Records => FlatText.Of(value),
    };

    internal static string ProcessText(ProcessInfo process)
    {
        var who = process.User is { } user ? SafeText.Of(user) : "somebody";
        var ids = $"uid {Number(process.Uid)}, euid {Number(process.Euid)}, login {Number(process.Auid)}";
        var exe = process.Exe is { } path ? SafeText.Of(path) : "unknown";
        var above = string.Concat((process.Ancestors?.Programs ?? []).Select(program => $" < {SafeText.Of(program)}"));
        var parent = process.ParentExe is { } parentPath ? $", started by {SafeText.Of(parentPath)}{above}" : "";
        return $"{who} ({ids}) in process {Number(process.Pid)} {exe}{parent} (process {Number(process.Ppid)}), {process.Time.Readable()}";
    }

    /// <summary>An id of a process or a user, in words where it is none.</summary>
    internal static string Number(long? number) => number switch
    {
        null => "unknown",
        ProcessInfo.Unset => "unset",
        { } known => known.ToString(),
    };

    private static string KnownText(KnownDigest known)
    {
        var state = known.State == KnownState.Observed
            ? "also seen"
            : $"{known.State.Name()} in generation {known.Generation}";
        return known.LastSeen is { } last ? $"{state}, last seen {last.Readable()}:" : $"{state}:";
    }

    private static string Since(Finding finding) => finding.FirstSeen is { } first ? $" since {first.Readable()}" : "";

    private void WriteIndented(string text)
    {
        foreach (var line in Wrapping.Wrap(text, Indent, style.Columns))
            output.WriteLine(line);
    }
}
