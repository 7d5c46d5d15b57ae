using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>One file with one digest, and who used it first and last by the log's clock.</summary>
internal sealed class LoggedFile
{
    /// <param name="use">The first that the log tells of; has a process.</param>
    /// <param name="boot">The boot that it is of.</param>
    public LoggedFile(in Use use, int boot)
    {
        Path = use.Path;
        Digest = use.Digest;
        Realm = use.Realm;
        First = Latest = use.Process!;
        Sort = UseSort.From(use);
        Boot = boot;
        FirstInBoot = use.Place.Time;
    }

    /// <summary>The true name: audit does not touch spaces.</summary>
    public HostPath Path { get; }

    public Digest Digest { get; }

    public Realm Realm { get; }

    public ProcessInfo First { get; private set; }

    public ProcessInfo Latest { get; private set; }

    /// <summary>The sort of its first use in the latest boot that used it.</summary>
    public UseSort Sort { get; private set; }

    /// <summary>The latest boot that used it.</summary>
    public int Boot { get; private set; }

    /// <summary>When that boot used it first.</summary>
    public DateTimeOffset FirstInBoot { get; private set; }

    /// <summary>True once an entry of the measurement list was found to tell of it too.</summary>
    public bool IsJoined { get; set; }

    /// <summary>
    /// First and last go by the clock and not by the log's order: auditd writes an event when its last record has come, and a program
    /// that runs long comes after what it started. Of equal times the first told is the first and the last told the last, for then
    /// the order of the log is all there is. A clock that was set back makes a later use an earlier one: the boot, which goes by
    /// serials, is not fooled by it, and so nothing is missed, only told with another of its processes.
    /// </summary>
    public void Add(in Use use, int boot)
    {
        if (use.Place.Time < First.Time)
            First = use.Process!;
        if (use.Place.Time >= Latest.Time)
            Latest = use.Process!;
        if (boot > Boot)
            (Boot, FirstInBoot, Sort) = (boot, use.Place.Time, UseSort.From(use));
    }
}

/// <summary>
/// What an IMA policy can tell uses apart by, as far as a log shows it: started or mapped, by whom, and on which file system, for
/// which the first folder of the path stands. Where one use of a sort is measured, all are.
/// </summary>
internal readonly record struct UseSort(bool IsStart, uint? User, HostPath FirstFolder)
{
    public static UseSort From(in Use use)
    {
        var path = use.Path.Bytes;
        var end = path.Length > 1 ? path[1..].IndexOf((byte)'/') : -1;
        return new UseSort(use.IsStart, use.Process?.Uid, end < 0 ? default : new HostPath(path[..(end + 1)]));
    }
}
