namespace IntegrityWatch.Evidence.Uses;

/// <summary>Where a use stands in its source.</summary>
public readonly record struct UsePlace
{
    private UsePlace(EvidenceSources source, long number, LogPlace logged) => (Source, Number, Logged) = (source, number, logged);

    /// <summary>Exactly one. What lies on disk has no place: it is there now.</summary>
    public EvidenceSources Source { get; }

    /// <summary>Of a list the entry's number, of a log the event's serial: the kernel's order within a boot, from 1.</summary>
    public long Number { get; }

    /// <summary>Where its record stands; of a list's entry, nowhere.</summary>
    public LogPlace Logged { get; }

    public static UsePlace InList(long entry) => new(EvidenceSources.Ima, entry, default);

    public static UsePlace InLog(LogPlace place) => new(EvidenceSources.Audit, place.Serial, place);
}
