using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Reporting;

/// <summary>How many digests a baseline holds of each sort.</summary>
internal sealed record BaselineCounts(int Approved, int Beside, int Superseded)
{
    public BaselineCounts(BaselineContent content)
        : this(content.Paths.Sum(path => path.Approved.Count), content.Paths.Sum(path => path.Beside.Count), content.Paths.Sum(path => path.Superseded.Count))
    {
    }
}
