namespace IntegrityWatch.Evidence.Joining;

/// <summary>One file with one digest, and who used it first and last by the audit log's clock.</summary>
internal sealed class AuditedFile
{
    public AuditedFile(HostPath path, Digest digest, ProcessInfo process, UseSort sort, int boot)
    {
        Path = path;
        Digest = digest;
        First = Latest = process;
        Sort = sort;
        Boot = boot;
        FirstInBoot = process.Time;
    }

    /// <summary>The true name: audit does not touch spaces.</summary>
    public HostPath Path { get; }

    public Digest Digest { get; }

    public ProcessInfo First { get; private set; }

    public ProcessInfo Latest { get; private set; }

    /// <summary>The sort of its first use in the latest boot that used it.</summary>
    public UseSort Sort { get; private set; }

    /// <summary>The latest boot that used it, as <see cref="BootCounter"/> counts.</summary>
    public int Boot { get; private set; }

    /// <summary>When that boot used it first.</summary>
    public DateTimeOffset FirstInBoot { get; private set; }

    /// <summary>True once an entry of the measurement list was found to tell of it too.</summary>
    public bool IsJoined { get; set; }

    public void Add(ProcessInfo process, UseSort sort, int boot)
    {
        if (process.Time < First.Time)
            First = process;
        if (process.Time >= Latest.Time)
            Latest = process;
        if (boot > Boot)
            (Boot, FirstInBoot, Sort) = (boot, process.Time, sort);
    }
}
