using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// Finds out with what the list of a boot begins that was not read before: with a PCR that was reset, or with what another kernel left
/// behind that started this one (kexec), which hands its list over or does not.
/// </summary>
/// <param name="walk">Goes through the list.</param>
/// <param name="surveyed">What one way through it from a PCR of zero came to.</param>
/// <param name="prints">Those of all its entries.</param>
/// <param name="aggregates">The numbers of the entries that are named boot_aggregate and are of no file that the log tells of.</param>
/// <param name="earlier">The lists of earlier boots, the latest first.</param>
internal sealed class ListOfNewBoot(
    ListWalk walk, WalkedList surveyed, EntryPrints prints, IReadOnlyList<long> aggregates, IReadOnlyList<RememberedList> earlier)
{
    public Continuation Find()
    {
        var carried = earlier.Select(list => Carried(list.Memory)).MaxBy(found => found?.Carried ?? 0);
        if (carried is not null)
            return carried;
        var simple = new Continuation { Start = ListStart.Zero };
        if (surveyed.Verdict is not { Verified: false, Faults: 0 } || earlier is not [{ Memory: { Vouched.Count: > 0 } latest }, ..])
            return simple;
        foreach (var state in latest.Kept.Reverse())
            if (Proves(new ListStart { From = ListStart.Rebased(state, 0) }) is { } start)
                return simple with
                {
                    Start = start,
                    Note = "a kernel was started from another (kexec), which did not hand its list over; the PCR goes on from where that one's list was read to",
                };
        return simple with
        {
            Unvouched = surveyed.Entries,
            Gap = new ListGap(EvidenceGapCause.ListOfNowhere, 0),
            TakesPcrOfNow = true,
        };
    }

    /// <summary>Null where this list does not begin with all that was read of that one, up to a later boot_aggregate.</summary>
    private Continuation? Carried(ListMemory before)
    {
        var position = before.Position;
        var count = (int)Math.Min(position.Entries - position.Dropped, int.MaxValue);
        var kept = EntryPrints.Read(before.Prints);
        kept = kept[Math.Max(0, kept.Length - count)..];
        if (kept.IsEmpty || count >= prints.All.Length || !prints.All[(count - kept.Length)..count].SequenceEqual(kept))
            return null;
        // What stands behind it and before the new kernel's was not read yet: it is news, whichever boot it is of.
        if (aggregates.FirstOrDefault(number => number > count) is not (> 0 and var begins))
            return null;
        var starts = before.Kept.Where(state => state.Entries >= position.Dropped && state.Entries > 0)
            .Select(state => new ListStart { From = ListStart.Rebased(state, state.Entries - position.Dropped) }).Prepend(ListStart.Zero);
        return new Continuation
        {
            Start = starts.Select(Proves).FirstOrDefault(start => start is not null) ?? ListStart.Zero,
            Carried = count,
            Begins = begins,
            Note = $"the kernel was started from another (kexec): the first {count} entries are of the boot before, and were read in it",
        };
    }

    private ListStart? Proves(ListStart start) =>
        (start == ListStart.Zero ? surveyed.Verdict : walk.Run(start)?.Verdict)?.Verified == true ? start : null;
}
