using System.Diagnostics;

namespace IntegrityWatch.Fuzz;

/// <summary>When a run ends: after so much time on the wall, or so much processor time of the worker.</summary>
internal sealed class Deadline(TimeSpan? wall, TimeSpan? processor)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();

    public TimeSpan Elapsed => clock.Elapsed;

    /// <param name="used">Processor time of the worker.</param>
    public bool IsOver(TimeSpan used) => clock.Elapsed >= wall || used >= processor;
}
