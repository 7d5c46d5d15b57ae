namespace IntegrityWatch.Detection;

/// <summary>The one order in which findings are told: new ones first, the worst first, then by path and kind.</summary>
public sealed class FindingOrder : IComparer<Finding>
{
    public static readonly FindingOrder Instance = new();

    public int Compare(Finding? left, Finding? right)
    {
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        var byState = left.State.CompareTo(right.State);
        if (byState != 0)
            return byState;
        var bySeverity = right.Severity.CompareTo(left.Severity);
        if (bySeverity != 0)
            return bySeverity;
        var byPath = left.Path.CompareTo(right.Path);
        if (byPath != 0)
            return byPath;
        var byKind = left.Kind.CompareTo(right.Kind);
        return byKind != 0 ? byKind : string.CompareOrdinal(left.Id, right.Id);
    }
}
