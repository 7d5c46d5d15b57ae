namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>What was read, and what could not be.</summary>
public sealed class AuditStatistics
{
    private const int MostProblems = 20;

    private readonly List<string> files = [];
    private readonly List<string> problems = [];
    private readonly List<string> damaged = [];

    /// <summary>Those that were read, oldest first.</summary>
    public IReadOnlyList<string> Files => files;

    /// <summary>True where the log was read on from where it was read to before: what is counted here was not counted then.</summary>
    public bool Resumed { get; internal set; }

    /// <summary>Why that place is no longer in the log, so that all of it was read; null where it is, or none was given.</summary>
    public string? Gap { get; internal set; }

    /// <summary>Records of any type.</summary>
    public long Records { get; internal set; }

    /// <summary>Events that bear evidence; one that is told again counts once.</summary>
    public long Events { get; internal set; }

    /// <summary>Uses of files in them.</summary>
    public long IntegrityRules { get; internal set; }

    /// <summary>Events with a key.</summary>
    public long KeyedEvents { get; internal set; }

    /// <summary>Lines that are no audit record, or one without what its type must hold.</summary>
    public long MalformedLines { get; private set; }

    /// <summary>Records that the kernel dropped, as far as the log tells.</summary>
    public long LostRecords { get; internal set; }

    /// <summary>
    /// Events that left no record, by gaps in the kernel's serials that are older than a minute of log time: they were lost,
    /// taken out of the log, or never chosen for a log that is an extract. 0 where each line names its host.
    /// </summary>
    public long MissingSerials => MissingByBoot.Values.Sum();

    /// <summary>The same by the boot, as <see cref="BootState.Ordinal"/> counts them, in which they are missing.</summary>
    public IReadOnlyDictionary<long, long> MissingByBoot { get; internal set; } = new Dictionary<long, long>();

    /// <summary>Files that are no audit log, or hold more than whole records: a disk filled up, the power failed, somebody was at work.</summary>
    public IReadOnlyList<string> Damaged => damaged;

    /// <summary>Records of other hosts in this log, by their names: counted and passed over.</summary>
    public IReadOnlyDictionary<string, long> Nodes { get; internal set; } = new Dictionary<string, long>();

    /// <summary>True where every record that was ever read of this log is another host's.</summary>
    public bool AreOtherNodesOnly { get; internal set; }

    /// <summary>See <see cref="NodeCounts.Stranger"/>.</summary>
    public string? Stranger { get; internal set; }

    /// <summary>See <see cref="NodeCounts.ContinuesOwn"/>.</summary>
    public bool StrangerContinues { get; internal set; }

    /// <summary>The earliest stamp of what was read.</summary>
    public DateTimeOffset? FirstTime { get; internal set; }

    /// <summary>The latest stamp, be it of what was read before.</summary>
    public DateTimeOffset? LastTime { get; internal set; }

    /// <summary>One line each, with line number and file: the first 20 of <see cref="MalformedLines"/>.</summary>
    public IReadOnlyList<string> Problems => problems;

    internal void AddFile(string name) => files.Add(name);

    /// <summary>Names a file of which something is no record; what is whole of it was read.</summary>
    internal void AddDamaged(string file)
    {
        if (!damaged.Contains(file))
            damaged.Add(file);
    }

    internal void AddProblem(string what, string file)
    {
        if (problems.Count < MostProblems)
            problems.Add($"{what}: {file}");
    }

    internal void AddMalformed(string what, long line, string file)
    {
        MalformedLines++;
        AddProblem($"{what} in line {line}", file);
    }
}
