namespace IntegrityWatch.Reporting.Messages;

/// <summary>What messages tell of.</summary>
internal static class MessageEvents
{
    public const string Finding = "finding";
    public const string Technique = "technique";
    public const string Observation = "observation";
    public const string Scan = "scan";

    /// <summary>Nothing happened: somebody tries whether a sink can be reached.</summary>
    public const string Test = "test";
}
