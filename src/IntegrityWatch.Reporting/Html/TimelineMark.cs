using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Html;

/// <summary>The findings that were first seen at about one time: what one place of the timeline stands for.</summary>
internal sealed class TimelineMark
{
    private const int MostExamples = 3;

    private readonly int[] counts = new int[Enum.GetValues<Severity>().Length];

    public DateTimeOffset From { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset To { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The first that were told, which are the worst of the new ones.</summary>
    public List<Finding> Examples { get; } = [];

    public int Count(Severity severity) => counts[(int)severity];

    public void Add(Finding finding, DateTimeOffset time)
    {
        counts[(int)finding.Severity]++;
        From = time < From ? time : From;
        To = time > To ? time : To;
        if (Examples.Count < MostExamples)
            Examples.Add(finding);
    }
}
