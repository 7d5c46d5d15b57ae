namespace IntegrityWatch.Evidence.Uses;

/// <summary>Where a record stands in a host's audit log: by boot and serial, which is the kernel's order. The time is for people.</summary>
/// <param name="Boot">The boot's ordinal in this log, from 0: it counts on from scan to scan.</param>
/// <param name="Serial">The event's number in that boot.</param>
/// <param name="Time">By the log's clock, which may have been set.</param>
/// <param name="Fingerprint">The first 64 bits of SHA-256 of the record's bytes: tells a record that is read again from another.</param>
public readonly record struct LogPlace(long Boot, uint Serial, DateTimeOffset Time, long Fingerprint)
{
    /// <summary>True where it comes before the other by the kernel's order.</summary>
    public bool IsBefore(LogPlace other) => (Boot, Serial).CompareTo((other.Boot, other.Serial)) < 0;
}
