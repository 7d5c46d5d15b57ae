namespace IntegrityWatch.Detection.Reports;

/// <summary>What a history knows to a question.</summary>
/// <param name="Files">One digest of one path each.</param>
/// <param name="Events">What keyed audit rules saw, earliest first.</param>
public sealed record HistoryAnswer(IReadOnlyList<DigestHistory> Files, IReadOnlyList<TechniqueEvent> Events)
{
    public bool IsEmpty => Files.Count == 0 && Events.Count == 0;
}
