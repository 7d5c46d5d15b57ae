namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// What the records of one event share: the time at which the event began and its number since boot, on one host.
/// </summary>
/// <param name="Node">The host's name where auditd writes <c>node=</c>; null otherwise.</param>
/// <param name="Milliseconds">Since 1970-01-01 UTC, by a clock that may have been set back.</param>
/// <param name="Serial">The event's number; auditd's own DAEMON records count apart from the kernel's.</param>
public readonly record struct AuditStamp(string? Node, long Milliseconds, uint Serial)
{
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);
}
