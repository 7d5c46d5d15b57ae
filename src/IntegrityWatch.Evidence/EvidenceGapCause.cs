namespace IntegrityWatch.Evidence;

/// <summary>Why the evidence is less than it was or should be. Its severity stands in the detection's table and in the policy's <c>evidenceGaps</c>.</summary>
public enum EvidenceGapCause
{
    /// <summary>Programs, libraries or modules were measured in an earlier boot and are not now.</summary>
    MeasuresLess,

    /// <summary>Files that the policy audits were measured and have no record.</summary>
    NoRecords,

    /// <summary>As <see cref="NoRecords"/>, and the next scan still found none.</summary>
    NoRecordsStill,

    /// <summary>Within this boot the TPM vouched for the list, and does not any more.</summary>
    TpmWeaker,

    /// <summary>In the boots before the TPM vouched for the list, and in this one it never did.</summary>
    TpmWeakerThanBefore,

    /// <summary>Entries were dropped from the list before they were read, and cannot be rebuilt.</summary>
    EntriesDropped,

    /// <summary>As <see cref="EntriesDropped"/>, on a host without a TPM whose list overlaps with what was read.</summary>
    EntriesDroppedUnproven,

    /// <summary>A new boot's list fits from no value that is known, though the PCR was not reset.</summary>
    ListOfNowhere,

    /// <summary>The live host's securityfs, sysfs or proc are no such file systems.</summary>
    SourcesNotKernels,

    /// <summary>Some entries' template is not understood or holds no file's digest.</summary>
    TemplateNotUnderstood,

    /// <summary>The log holds records of other nodes only, or a foreign name appeared while the host's own stopped.</summary>
    OtherNodesOnly,

    /// <summary>Configuration, policy or lists judge less than at the last scan.</summary>
    PolicyJudgesLess,

    /// <summary>The host's files are measured with another algorithm than before.</summary>
    AlgorithmChanged,

    /// <summary>The log was rotated past its place, replaced, or is gone.</summary>
    LogPlaceLost,

    /// <summary>The kernel or auditd says that it lost records.</summary>
    RecordsLost,

    /// <summary>Serials are missing from the log.</summary>
    SerialsMissing,

    /// <summary>The log names a use that this boot's list lacks.</summary>
    ListLacksUse,

    /// <summary>Work did not fit its bounds.</summary>
    UnfinishedWork,

    /// <summary>A rotated log is damaged; what is whole of it was read.</summary>
    LogDamaged,

    /// <summary>Keyed rules saw more than is told apart: the rest is counted together.</summary>
    TechniquesFolded,
}

/// <summary>The causes' names: what a policy writes and the history stores.</summary>
public static class EvidenceGapCauseNames
{
    private static readonly Dictionary<string, EvidenceGapCause> Causes =
        Enum.GetValues<EvidenceGapCause>().ToDictionary(cause => cause.Name(), StringComparer.Ordinal);

    public static string Name(this EvidenceGapCause cause) => cause switch
    {
        EvidenceGapCause.MeasuresLess => "measures-less",
        EvidenceGapCause.NoRecords => "no-records",
        EvidenceGapCause.NoRecordsStill => "no-records-still",
        EvidenceGapCause.TpmWeaker => "tpm-weaker",
        EvidenceGapCause.TpmWeakerThanBefore => "tpm-weaker-than-before",
        EvidenceGapCause.EntriesDropped => "entries-dropped",
        EvidenceGapCause.EntriesDroppedUnproven => "entries-dropped-unproven",
        EvidenceGapCause.ListOfNowhere => "list-of-nowhere",
        EvidenceGapCause.SourcesNotKernels => "sources-not-kernels",
        EvidenceGapCause.TemplateNotUnderstood => "template-not-understood",
        EvidenceGapCause.OtherNodesOnly => "other-nodes-only",
        EvidenceGapCause.PolicyJudgesLess => "policy-judges-less",
        EvidenceGapCause.AlgorithmChanged => "algorithm-changed",
        EvidenceGapCause.LogPlaceLost => "log-place-lost",
        EvidenceGapCause.RecordsLost => "records-lost",
        EvidenceGapCause.SerialsMissing => "serials-missing",
        EvidenceGapCause.ListLacksUse => "list-lacks-use",
        EvidenceGapCause.UnfinishedWork => "unfinished-work",
        EvidenceGapCause.LogDamaged => "log-damaged",
        EvidenceGapCause.TechniquesFolded => "techniques-folded",
    };

    /// <summary>Null for a name that is no cause's.</summary>
    public static EvidenceGapCause? Parse(string name) => Causes.TryGetValue(name, out var cause) ? cause : null;

    /// <summary>The cause whose finding it is: two that differ in how bad they are make one finding.</summary>
    public static EvidenceGapCause Family(this EvidenceGapCause cause) => cause switch
    {
        EvidenceGapCause.MeasuresLess => EvidenceGapCause.MeasuresLess,
        EvidenceGapCause.NoRecords or EvidenceGapCause.NoRecordsStill => EvidenceGapCause.NoRecords,
        EvidenceGapCause.TpmWeaker or EvidenceGapCause.TpmWeakerThanBefore => EvidenceGapCause.TpmWeaker,
        EvidenceGapCause.EntriesDropped or EvidenceGapCause.EntriesDroppedUnproven => EvidenceGapCause.EntriesDropped,
        EvidenceGapCause.ListOfNowhere => EvidenceGapCause.ListOfNowhere,
        EvidenceGapCause.SourcesNotKernels => EvidenceGapCause.SourcesNotKernels,
        EvidenceGapCause.TemplateNotUnderstood => EvidenceGapCause.TemplateNotUnderstood,
        EvidenceGapCause.OtherNodesOnly => EvidenceGapCause.OtherNodesOnly,
        EvidenceGapCause.PolicyJudgesLess => EvidenceGapCause.PolicyJudgesLess,
        EvidenceGapCause.AlgorithmChanged => EvidenceGapCause.AlgorithmChanged,
        EvidenceGapCause.LogPlaceLost => EvidenceGapCause.LogPlaceLost,
        EvidenceGapCause.RecordsLost => EvidenceGapCause.RecordsLost,
        EvidenceGapCause.SerialsMissing => EvidenceGapCause.SerialsMissing,
        EvidenceGapCause.ListLacksUse => EvidenceGapCause.ListLacksUse,
        EvidenceGapCause.UnfinishedWork => EvidenceGapCause.UnfinishedWork,
        EvidenceGapCause.LogDamaged => EvidenceGapCause.LogDamaged,
        EvidenceGapCause.TechniquesFolded => EvidenceGapCause.TechniquesFolded,
    };
}
