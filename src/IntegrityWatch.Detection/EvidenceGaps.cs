using IntegrityWatch.Evidence;

namespace IntegrityWatch.Detection;

/// <summary>How bad it is that the evidence is less than it was or should be, by cause; as shipped. A policy's <c>evidenceGaps</c> says otherwise.</summary>
public static class EvidenceGaps
{
    public static Severity Severity(this EvidenceGapCause cause) => cause switch
    {
        EvidenceGapCause.MeasuresLess => Detection.Severity.High,
        EvidenceGapCause.NoRecords => Detection.Severity.Medium,
        EvidenceGapCause.NoRecordsStill => Detection.Severity.High,
        EvidenceGapCause.TpmWeaker => Detection.Severity.High,
        EvidenceGapCause.TpmWeakerThanBefore => Detection.Severity.Medium,
        EvidenceGapCause.EntriesDropped => Detection.Severity.High,
        EvidenceGapCause.EntriesDroppedUnproven => Detection.Severity.Medium,
        EvidenceGapCause.ListOfNowhere => Detection.Severity.High,
        EvidenceGapCause.SourcesNotKernels => Detection.Severity.High,
        EvidenceGapCause.TemplateNotUnderstood => Detection.Severity.High,
        EvidenceGapCause.OtherNodesOnly => Detection.Severity.High,
        EvidenceGapCause.PolicyJudgesLess => Detection.Severity.Medium,
        EvidenceGapCause.AlgorithmChanged => Detection.Severity.Medium,
        EvidenceGapCause.LogPlaceLost => Detection.Severity.Medium,
        EvidenceGapCause.RecordsLost => Detection.Severity.Medium,
        EvidenceGapCause.SerialsMissing => Detection.Severity.Medium,
        EvidenceGapCause.ListLacksUse => Detection.Severity.Medium,
        EvidenceGapCause.UnfinishedWork => Detection.Severity.Medium,
        EvidenceGapCause.LogDamaged => Detection.Severity.Medium,
        EvidenceGapCause.TechniquesFolded => Detection.Severity.Medium,
    };
}
