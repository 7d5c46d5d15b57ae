namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>What Nagios understood of a check, as its status file has it.</summary>
/// <param name="State">0 is OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.</param>
/// <param name="Output">The first line, up to the bar.</param>
/// <param name="LongOutput">What followed the first line.</param>
/// <param name="PerformanceData">What stands behind the bar.</param>
internal sealed record NagiosStatus(int State, string Output, string LongOutput, string PerformanceData);
