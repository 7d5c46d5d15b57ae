using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>One file with one digest, and who used it first and last by the kernel's order.</summary>
internal sealed class LoggedFile
{
    /// <param name="use">The first that the log tells of; has a process.</param>
    public LoggedFile(in Use use)
    {
        Path = use.Path;
        Digest = use.Digest;
        First = Latest = use.Process!;
        Sort = UseSort.From(use);
        Origin = use.Origin;
        FirstPlace = LatestPlace = FirstInBoot = use.Place.Logged;
    }

    /// <summary>The true name: audit does not touch spaces.</summary>
    public HostPath Path { get; }

    public Digest Digest { get; }

    public ProcessInfo First { get; private set; }

    public ProcessInfo Latest { get; private set; }

    /// <summary>Where its latest record stands, by the kernel's order.</summary>
    public LogPlace LatestPlace { get; private set; }

    /// <summary>Where its first record stands, by the kernel's order.</summary>
    public LogPlace FirstPlace { get; private set; }

    /// <summary>The sort of its first use in the latest boot that used it.</summary>
    public UseSort Sort { get; private set; }

    /// <summary>The latest boot that used it.</summary>
    public long Boot => LatestPlace.Boot;

    /// <summary>Where that boot used it first.</summary>
    public LogPlace FirstInBoot { get; private set; }

    /// <summary>What its records say of a container; null where one of them says that it is the host's.</summary>
    public UseOrigin? Origin { get; private set; }

    /// <summary>True where only the log's second reading has it, after the list: that is not held against the list.</summary>
    public bool IsLate { get; init; }

    /// <summary>True once an entry of the measurement list was found to tell of it too.</summary>
    public bool IsJoined { get; set; }

    /// <summary>
    /// First and last go by the kernel's serials and neither by the log's order, for auditd writes an event when its last record has
    /// come, nor by its times, for a clock can be set.
    /// </summary>
    public void Add(in Use use)
    {
        var place = use.Place.Logged;
        Origin = Origin is null || use.Origin is null ? null : Origin.Mount is null ? use.Origin : Origin;
        if (place.Boot > Boot)
            (FirstInBoot, Sort) = (place, UseSort.From(use));
        else if (place.Boot == Boot && place.IsBefore(FirstInBoot))
            FirstInBoot = place;
        if (place.IsBefore(FirstPlace))
            (FirstPlace, First) = (place, use.Process!);
        if (!place.IsBefore(LatestPlace))
            (LatestPlace, Latest) = (place, use.Process!);
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
