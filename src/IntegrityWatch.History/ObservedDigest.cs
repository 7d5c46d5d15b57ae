using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.History;

/// <summary>Everything known of one path having one digest: when, where, by whom it was seen.</summary>
public sealed record ObservedDigest
{
    public required HostPath Path { get; init; }

    public required Digest Digest { get; init; }

    public required EvidenceSources Sources { get; init; }

    /// <summary>When it was first used, by the audit log's clock; where only the list tells, when the evidence was taken.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was last used, by the same clocks.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>How many boots a history keeps of one file: a host that starts every day must not need room for each.</summary>
    public const int MostBoots = 16;

    /// <summary>The first boot whose measurement list holds it and the latest ones, earliest first.</summary>
    public required IReadOnlyList<string> Boots { get; init; }

    /// <summary>How many boots between the first and the others <see cref="Boots"/> leaves out.</summary>
    public long BootsLeftOut { get; init; }

    /// <summary>True where a version of this program that did not count them left out boots: there may have been more.</summary>
    public bool BootsUncounted { get; init; }

    /// <summary>In how many boots a measurement list held it.</summary>
    public long BootCount => Boots.Count + BootsLeftOut;

    /// <summary>The number of its entry in the list of the latest of those boots; 0 where no list held it.</summary>
    public long ListEntry { get; init; }

    /// <summary>See <see cref="Observation.SignedBy"/>.</summary>
    public string? SignedBy { get; init; }

    /// <summary>See <see cref="Observation.SignatureExplains"/>.</summary>
    public bool SignatureExplains { get; init; }

    /// <summary>The package that owns the path; null where none is known to.</summary>
    public PackageNote? Package { get; init; }

    /// <summary>True where a package manager was asked, and none of its packages owns the path.</summary>
    public bool HasNoPackage { get; init; }

    public ProcessInfo? FirstProcess { get; init; }

    public ProcessInfo? LatestProcess { get; init; }

    /// <summary>Whose use it is.</summary>
    public Realm Realm { get; init; }

    /// <summary>See <see cref="Observation.Container"/>.</summary>
    public string? Container { get; init; }

    /// <summary>See <see cref="Observation.Image"/>: of the container that used it last.</summary>
    public string? Image { get; init; }

    /// <summary>See <see cref="Observation.CameLater"/>.</summary>
    public bool CameLater { get; init; }

    /// <summary>See <see cref="Observation.IsOtherInImage"/>.</summary>
    public bool IsOtherInImage { get; init; }

    /// <summary>
    /// The number of the latest generation when its latest use was read, 0 before the first: what a generation moved on from later is
    /// no old version that came back. A use that came before a capture by the log's own order counts for the generation before it.
    /// Like all that was observed it changes with each use, and so it stands in no generation's chained content: who can edit what was observed can
    /// leave out the use itself just as well, and what was approved and decided shows an edit all the same.
    /// </summary>
    public int UsedIn { get; init; }

    /// <summary>The place of its latest record, by the kernel's order; null where the log never told of it.</summary>
    public LogPlace? LastLogged { get; init; }

    /// <summary>True where its latest use is that of an initramfs's copy: an old version that this boot used before the disk was there.</summary>
    public bool IsInitramfsCopy { get; init; }

    /// <summary>
    /// The latest list that began with its entry and is of a later boot (kexec): no use of that boot, and reason for its kernel not to enter it
    /// again. Null for none.
    /// </summary>
    public string? CarriedTo { get; init; }

    /// <summary>True where the list holds an entry of it, whichever boot that is of.</summary>
    public bool IsHeldBy(string listId) => CarriedTo == listId || Boots.Contains(listId);

    /// <summary>True where it lay on disk when it was asked last: that it still lies there is no further use.</summary>
    public bool LiesOnDisk { get; init; }

    /// <summary>
    /// The same content in an algorithm in which the path is approved: what lay on disk when it had this digest. Null where the disk could
    /// not be asked, or there is no need.
    /// </summary>
    public Digest? Twin { get; init; }

    /// <summary>True where what lay on disk with this digest is no program: neither ELF nor a script. False where that is not known.</summary>
    public bool IsData { get; init; }

    /// <summary>
    /// True where its latest use is a record that came after a capture and whose time lies before it. Whoever sets the clock can make that so.
    /// </summary>
    public bool MayBeLate { get; init; }

    /// <summary>See <see cref="Observation.PathMayHoldSpaces"/>.</summary>
    public bool PathMayHoldSpaces { get; init; }

    /// <summary>Only in a history of format 2: a capture had taken note of it, and nothing had used it since.</summary>
    public bool Noted { get; init; }
}
