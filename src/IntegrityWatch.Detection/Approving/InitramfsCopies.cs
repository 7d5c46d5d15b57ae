using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Approving;

/// <summary>
/// Which uses of an old version are those of an initramfs that was not made anew: they stand in this boot's list as a copy does beside the disk's
/// content, and the disk holds what is approved.
/// </summary>
internal static class InitramfsCopies
{
    /// <summary>Takes down of what is news which of it stands so; gathered in the update.</summary>
    /// <param name="history">Knows what was superseded.</param>
    /// <param name="evidence">This boot's list and log.</param>
    /// <param name="news">What this look brought.</param>
    /// <param name="open">Tells what is open; asked only where there is something to ask about.</param>
    /// <param name="disk">Null where it is left out: then the last use stands for it.</param>
    public static void Mark(IHistoryUpdate history, EvidenceSnapshot evidence, IEnumerable<ObservedDigest> news, Func<IReadOnlyList<Finding>> open,
        EvidenceRoot? disk)
    {
        BesideDisk? beside = null;
        // They are few and read at once; what is news may be a whole list.
        var superseded = history.Superseded().Select(known => (known.Path, known.Digest)).ToHashSet();
        if (superseded.Count == 0)
            return;
        foreach (var seen in news.Where(seen => superseded.Contains((seen.Path, seen.Digest))).ToList())
        {
            beside ??= new BesideDisk(history, evidence.ListId, BootLog.FirstLogged(history, evidence, PathEvidence.Of(history).Values),
                open().ToLookup(finding => finding.Path), history.InForce is [.., var latest] ? latest.Number + 1 : 1);
            var stands = StandsBesideApproved(history, seen, beside, disk);
            if (stands != seen.IsInitramfsCopy)
                history.Put(seen with { IsInitramfsCopy = stands });
        }
    }

    private static bool StandsBesideApproved(IHistory history, ObservedDigest seen, BesideDisk beside, EvidenceRoot? disk)
    {
        var evidence = new PathEvidence(seen.Path);
        evidence.Observed.AddRange(history.Observed(seen.Path));
        var path = new PathDecision(evidence);
        path.Current.AddRange(history.Approvals(seen.Path)
            .Where(known => !known.IsSuperseded && known.WasOnDisk && known.Digest.Algorithm == seen.Digest.Algorithm && Lies(disk, known))
            .Select(known => known.Digest));
        return beside.Stands(path, seen);
    }

    private static bool Lies(EvidenceRoot? disk, Approval known) =>
        disk is null || (!disk.IsLive && !disk.Has(known.Path)) || !FileHasher.CanCompute(known.Digest.Algorithm)
        || known.Digest.Equals(FileHasher.Hash(disk, known.Path, known.Digest.Algorithm));
}
