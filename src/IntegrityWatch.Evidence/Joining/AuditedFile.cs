namespace IntegrityWatch.Evidence.Joining;

/// <summary>One file with one digest, and who used it first and last by the audit log's clock.</summary>
internal sealed class AuditedFile(HostPath path, Digest digest, ProcessInfo process)
{
    /// <summary>The true name: audit does not touch spaces.</summary>
    public HostPath Path { get; } = path;

    public Digest Digest { get; } = digest;

    public ProcessInfo First { get; private set; } = process;

    public ProcessInfo Latest { get; private set; } = process;

    /// <summary>True once an entry of the measurement list was found to tell of it too.</summary>
    public bool IsJoined { get; set; }

    public void Add(ProcessInfo process)
    {
        if (process.Time < First.Time)
            First = process;
        if (process.Time >= Latest.Time)
            Latest = process;
    }
}
