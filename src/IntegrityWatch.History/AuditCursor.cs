using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.History;

/// <summary>How far an audit log has been read.</summary>
/// <param name="Source">The name under which evidence remembers it.</param>
/// <param name="Position">The place.</param>
public sealed record AuditCursor(string Source, AuditPosition Position);
