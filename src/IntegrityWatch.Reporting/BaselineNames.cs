using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Reporting;

/// <summary>The fixed words of what tells of baselines.</summary>
internal static class BaselineNames
{
    public static string Name(this GenerationOrigin origin) => origin switch
    {
        GenerationOrigin.Capture => "capture",
        GenerationOrigin.Acceptance => "acceptance",
        GenerationOrigin.Import => "import",
    };

    public static string Name(this BaselineChange change) => (change.Before.Count, change.After.Count) switch
    {
        (0, _) => "added",
        (_, 0) => "removed",
        _ => "changed",
    };
}
