namespace IntegrityWatch.Delivery;

/// <summary>What a sink gets.</summary>
[Flags]
public enum SinkContent
{
    None = 0,

    /// <summary>Each finding when it is new.</summary>
    Findings = 1,

    /// <summary>Each technique event whenever it happens, also an everyday one.</summary>
    Techniques = 2,

    /// <summary>Each digest that a path was seen with for the first time.</summary>
    Observations = 4,

    /// <summary>A summary of each scan.</summary>
    Scans = 8,
}
