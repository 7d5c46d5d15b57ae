using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection.Judging;

/// <summary>What is told of something that happened to a file or to the evidence.</summary>
/// <param name="actors">Says who is known to be what it is called.</param>
internal sealed class Incidents(Policy policy, FindingMaker make, KnownActors actors)
{
    public Finding Of(IncidentRecord incident)
    {
        var (name, path, subject) = incident.Key;
        var kind = FindingKindNames.Parse(name) ?? throw new InvalidOperationException($"no kind of finding is named {name}");
        var finding = kind == FindingKind.Technique
            ? OfTechnique(incident)
            : make.Finding(kind, path, incident.Digest, kind.Facts().Message(incident.Cause));
        return finding with
        {
            Id = FindingId.Of(kind, path, subject),
            Subject = subject,
            Severity = kind == FindingKind.EvidenceGap ? policy.For(incident.Gap) : finding.Severity,
            Sources = incident.Sources,
            FirstSeen = incident.FirstSeen,
            LastSeen = incident.LastSeen,
            Process = incident.Process,
        };
    }

    private Finding OfTechnique(IncidentRecord incident)
    {
        var words = incident.Key.Subject.Split(' ');
        var technique = make.Technique(words[0]);
        var rules = policy.TechniqueRules.Where(rule => rule.Applies(technique.Id, incident.Key.Path))
            .Select(rule => (Rule: rule, Excepted: actors.Excepted(rule, incident.Key.Path, incident.Process, incident.UsedIn))).ToList();
        var rule = rules.Where(asked => asked.Excepted is null).Select(asked => asked.Rule).MaxBy(asked => asked.Severity);
        var excepted = rule is null ? rules.Select(asked => asked.Excepted).FirstOrDefault() : null;
        var what = rule?.Message ?? $"an audit rule's key names it: {technique.Name}";
        var failed = words.Contains("failed") ? "; the attempt failed" : "";
        var often = incident.Count == 1 ? "" : $"; seen {incident.Count} times";
        var finding = make.Finding(FindingKind.Technique, incident.Key.Path, incident.Digest, $"{what}{failed}{often}");
        return finding with
        {
            Severity = excepted is not null ? Severity.Info : rule?.Severity ?? finding.Severity,
            Explained = excepted is not null,
            Explanation = excepted,
            Rule = rule?.Id ?? finding.Rule,
            Techniques = [technique],
        };
    }
}
