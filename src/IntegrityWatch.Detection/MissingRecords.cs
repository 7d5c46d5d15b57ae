using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>Files that the policy audits were used, and the log does not tell of them: three or more, or one of which something else is told.</summary>
internal static class MissingRecords
{
    /// <summary>So many files without a record are no chance.</summary>
    private const int FewestUnrecorded = 3;

    /// <summary>
    /// What is to be told of them; null for nothing. A record of this boot that came in the meantime, or before its entry was read, settles it.
    /// </summary>
    public static Incident? In(EvidenceSnapshot evidence, IHistory history, IReadOnlyCollection<Finding> findings, IReadOnlyCollection<FindingLife> lives)
    {
        var boot = evidence.Audit?.Position?.Boots.Ordinal;
        var missing = (evidence.Audit?.Unrecorded ?? []).Where(use => history.Observed(use.Path, use.Digest)?.LastLogged?.Boot != boot).ToList();
        var told = findings.Where(finding => finding.Digest is not null && finding.Kind != FindingKind.NoBaseline).Select(finding => (finding.Path, finding.Digest!))
            .Concat(lives.Where(life => life.IsOpen() && life.Digest is not null).Select(life => (life.Path, life.Digest!))).ToHashSet();
        bool Counts(List<UnrecordedUse> uses) => uses.Count >= FewestUnrecorded || uses.Exists(use => told.Contains((use.Path, use.Digest)));
        return !Counts(missing) ? null : new Incident
        {
            Kind = FindingKind.EvidenceGap,
            Gap = Counts([.. missing.Where(use => use.IsStill)]) ? EvidenceGapCause.NoRecordsStill : EvidenceGapCause.NoRecords,
            Subject = "no-records",
            Count = missing.Count,
            Persists = true,
            Sources = EvidenceSources.Ima,
            Cause = $"the measurement list holds {missing.Count} files that the policy audits and of which the audit log has no record: see whether auditd runs, and what became of its records",
        };
    }
}
