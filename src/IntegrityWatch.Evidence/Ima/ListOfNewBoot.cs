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
        // All that was read of the one before can be dropped, and what was not is handed over.
        var begins = aggregates is [var first, ..] ? first : simple.Begins;
        if (surveyed.Verdict is not { Verified: false, Faults: 0 } || earlier is not [{ Memory: { Vouched.Count: > 0 } latest }, ..])
            return simple;
        foreach (var state in latest.Kept.Reverse())
            if (Proves(new ListStart { From = ListStart.Rebased(state, 0) }) is { } start)
                return simple with
                {
                    Start = start,
                    Begins = begins,
                    Note = "a kernel was started from another (kexec), which did not hand its list over; the PCR goes on from where that one's list was read to",
                };
        return simple with
        {
            Begins = begins,
            Unvouched = surveyed.Entries,
            Gap = new ListGap(EvidenceGapCause.ListOfNowhere, 0),
            TakesPcrOfNow = true,
        };
    }

    /// <summary>
    /// Null where this list does not begin with what was read of that one, or with the rest of it where entries were dropped since, up to a later
    /// boot_aggregate.
    /// </summary>
    private Continuation? Carried(ListMemory before)
    {
        foreach (var place in ListAlignment.Of(prints.All, before).Where(place => place.Fit is ListFit.Grown or ListFit.GoesOn))
        {
            var count = before.Position.Entries - place.Dropped;
            // What stands behind it and before the new kernel's was not read yet: it is news, whichever boot it is of.
            if (aggregates.FirstOrDefault(number => number > count) is not (> 0 and var begins))
                continue;
            var starts = before.Kept.Where(state => state.Entries >= place.Dropped && state.Entries > 0)
                .Select(state => new ListStart { From = ListStart.Rebased(state, state.Entries - place.Dropped) }).Prepend(ListStart.Zero);
            var proved = starts.Select(Proves).FirstOrDefault(start => start is not null);
            // Few entries can be alike by chance, and many cannot.
            if (proved is null && place.Fit == ListFit.GoesOn && surveyed.Verdict is { Verified: false, Faults: 0 })
                continue;
            return new Continuation
            {
                Start = proved ?? ListStart.Zero,
                Carried = count,
                Begins = begins,
                Note = $"the kernel was started from another (kexec): the first {count} entries are of the boot before, and were read in it",
            };
        }
        return null;
    }

    private ListStart? Proves(ListStart start) =>
        (start == ListStart.Zero ? surveyed.Verdict : walk.Run(start)?.Verdict)?.Verified == true ? start : null;
}
