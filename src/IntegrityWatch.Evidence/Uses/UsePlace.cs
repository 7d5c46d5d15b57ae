namespace IntegrityWatch.Evidence.Uses;

/// <summary>Where a use stands in its source.</summary>
public readonly record struct UsePlace
{
    private UsePlace(EvidenceSources source, long number, DateTimeOffset time) => (Source, Number, Time) = (source, number, time);

    /// <summary>Exactly one. What lies on disk has no place: it is there now.</summary>
    public EvidenceSources Source { get; }

    /// <summary>Of a list the entry's number, of a log the event's serial: the kernel's order within a boot, from 1.</summary>
    public long Number { get; }

    /// <summary>By the log's clock; the earliest time there is in a list, which bears none.</summary>
    public DateTimeOffset Time { get; }

    public static UsePlace InList(long entry) => new(EvidenceSources.Ima, entry, default);

    public static UsePlace InLog(uint serial, DateTimeOffset time) => new(EvidenceSources.Audit, serial, time);
}
