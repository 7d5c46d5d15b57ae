using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.History;

/// <summary>How far one boot's measurement list has been read.</summary>
public sealed record BootCursor
{
    /// <summary>The kernel's boot_id, or a stand-in where the evidence has none.</summary>
    public required string BootId { get; init; }

    public required ListMemory Memory { get; init; }

    public ListPosition Position => Memory.Position;

    /// <summary>How far it has been replayed against the TPM.</summary>
    public ReplayState Replay => Memory.Replay;

    public required DateTimeOffset LastScanned { get; init; }
}

/// <summary>How far an audit log has been read.</summary>
/// <param name="Source">The name under which evidence remembers it.</param>
/// <param name="Position">The place.</param>
public sealed record AuditCursor(string Source, AuditPosition Position);
