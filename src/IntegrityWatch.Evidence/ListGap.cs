namespace IntegrityWatch.Evidence;

/// <summary>What cannot be known of a list any more, for as long as its boot lasts.</summary>
/// <param name="Cause">Which gap it is.</param>
/// <param name="At">The number of the last entry before it; a later one is another, and worse.</param>
public sealed record ListGap(EvidenceGapCause Cause, long At)
{
    /// <summary>One sentence.</summary>
    internal string Text => Cause switch
    {
        EvidenceGapCause.EntriesDropped =>
            $"entries behind number {At} were dropped from the measurement list before they were read, and nothing says what they were",
        EvidenceGapCause.EntriesDroppedUnproven =>
            $"entries were dropped from the measurement list; what is left goes on from entry {At}, which was read, and no TPM proves that nothing is missing",
        EvidenceGapCause.ListOfNowhere =>
            "this boot's measurement list leads to what the TPM holds neither by itself nor from where the list of the boot before was read to: "
                + "a kernel was started from another after entries that nobody read, or the list was altered",
        _ => throw new InvalidOperationException($"no gap of a list: {Cause}"),
    };
}
