using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection.Judging;

/// <summary>Makes a finding as the policy has its kind: with its severity and its techniques, and the kind as the rule.</summary>
internal sealed class FindingMaker(Policy policy)
{
    private readonly TechniqueTable techniques = new();

    public Finding Finding(FindingKind kind, HostPath path, Digest? digest, string message)
    {
        var rule = policy.For(kind);
        return new Finding
        {
            Id = FindingId.Of(kind, path, digest),
            Kind = kind,
            Severity = rule.Severity,
            Path = path,
            Digest = digest,
            Techniques = techniques.Find(rule.Techniques),
            Rule = kind.Name(),
            Message = message,
        };
    }

    /// <param name="ids">One that ATT&amp;CK revoked stands for its successor.</param>
    public IReadOnlyList<Technique> Techniques(IEnumerable<string> ids) => techniques.Find(ids);

    public Technique Technique(string id) => techniques.Find(id);
}
