using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// Finds out how a list goes on from what was read of it before: grown, without its head, after a hibernation, or not at all. Nothing but
/// the PCR proves any of it, so each way is tried until one leads to what the TPM holds.
/// </summary>
/// <param name="walk">Goes through the list.</param>
/// <param name="surveyed">What one way through it from a PCR of zero came to.</param>
/// <param name="prints">Those of all its entries.</param>
/// <param name="before">What was read of it before.</param>
/// <param name="canDrop">Whether this kernel lets entries go on request; null where that is not known.</param>
/// <param name="countAgrees">False where the kernel counts other entries than the list holds.</param>
internal sealed class ListContinuity(ListWalk walk, WalkedList surveyed, EntryPrints prints, ListMemory before, bool? canDrop, bool countAgrees)
{
    /// <summary>
    /// How far behind the end of a list the PCR may have stood that was taken for a state: it was read before the list, which grew meanwhile.
    /// </summary>
    private const int MostAhead = 8;

    private ListPosition Known => before.Position;

    /// <param name="rebuilt">What the log tells of entries that were dropped unread: all that may be meant, the likeliest first.</param>
    public Continuation Find(Func<IEnumerable<IReadOnlyList<RebuiltEntry>>> rebuilt)
    {
        var places = ListAlignment.Of(prints.All, before);
        // What an ASCII list does not tell of a template that is not known here cannot be laid beside what a binary one does.
        if (surveyed.Form != Known.Form && before.NotUnderstood.Count > 0 && places[0].Fit is not (ListFit.Grown or ListFit.GoesOn))
            return new Continuation { Start = ListStart.Zero };
        return places[0].Fit switch
        {
            ListFit.Grown => Grown(rebuilt),
            ListFit.GoesOn => WithoutHead(places, rebuilt),
            ListFit.Shrunk => Behind(rebuilt) ?? Changed(
                $"the list shrank within this boot: it held {Known.Entries} entries, and ends at entry {places[0].Dropped + surveyed.Entries} now"),
            ListFit.Differs => Behind(rebuilt) ?? Changed(
                $"the list changed within this boot: up to entry {Known.Entries} it is not what it was when it was read before"),
            ListFit.Apart => canDrop == false ? Shorter() : Apart(rebuilt),
        };
    }

    private Continuation Grown(Func<IEnumerable<IReadOnlyList<RebuiltEntry>>> rebuilt) =>
        Proved(StartsAt(Known.Dropped)) ?? Behind(rebuilt) ?? Unproved(Known.Dropped);

    private Continuation WithoutHead(IReadOnlyList<ListAlignment> places, Func<IEnumerable<IReadOnlyList<RebuiltEntry>>> rebuilt)
    {
        if (canDrop == false)
            return Shorter();
        foreach (var place in places.Where(place => place.Fit == ListFit.GoesOn))
            if (Proved(StartsAt(place.Dropped)) is { } proved)
                return proved;
        if (Behind(rebuilt) is { } behind)
            return behind;
        var dropped = places[0].Dropped;
        if (surveyed.Verdict.Verified is not null)
            return Unproved(dropped);
        return canDrop is null ? Shorter() : Unproved(dropped) with
        {
            Gap = new ListGap(EvidenceGapCause.EntriesDroppedUnproven, dropped + 1),
            Note = Dropped(dropped),
        };
    }

    /// <summary>
    /// Two violations of one file say the same, so that an entry which looks like one that was read can have come after all of them. Null where
    /// the TPM does not vouch for every entry then.
    /// </summary>
    private Continuation? Behind(Func<IEnumerable<IReadOnlyList<RebuiltEntry>>> rebuilt) =>
        canDrop == false ? null : BehindAllThatWasRead(rebuilt, toTheEnd: true);

    /// <summary>All that was read is gone, and what is there came later. Null where the TPM vouches for no such way.</summary>
    /// <param name="rebuilt">See <see cref="Find"/>.</param>
    /// <param name="toTheEnd">True where every entry must be vouched for.</param>
    private Continuation? BehindAllThatWasRead(Func<IEnumerable<IReadOnlyList<RebuiltEntry>>> rebuilt, bool toTheEnd)
    {
        // A list that could be that of another boot proves nothing by leading to the TPM from zero.
        if (Proved(StartsAt(Known.Entries).Where(start => !toTheEnd || start.ResetAt == 0), toTheEnd) is { } proved)
            return proved;
        // One entry too many leads to the PCR before the list's end where two violations stand beside one another: what leads to its end comes first.
        foreach (var first in toTheEnd ? (bool[])[true] : [true, false])
            foreach (var entries in rebuilt())
                if (Proved([new ListStart { Dropped = Known.Entries + entries.Count, From = before.Replay, Rebuilt = entries }], first) is { } whole)
                    return whole with { Note = $"{entries.Count} entries were dropped before they were read; they were rebuilt from the audit log, and the TPM vouches for them" };
        return null;
    }

    private Continuation Apart(Func<IEnumerable<IReadOnlyList<RebuiltEntry>>> rebuilt)
    {
        if (BehindAllThatWasRead(rebuilt, toTheEnd: false) is { } proved)
            return proved;
        if (canDrop is null)
            return Shorter();
        if (!countAgrees)
            return Changed("the list begins behind what was read of it, and the kernel counts other entries than it holds");
        return new Continuation
        {
            Start = new ListStart { Dropped = Known.Entries, ResetAt = Known.Entries },
            Told = Known.Entries,
            Unvouched = Known.Entries,
            Carried = before.Carried,
            Begins = before.Begins,
            Gap = new ListGap(EvidenceGapCause.EntriesDropped, Known.Entries),
            TakesPcrOfNow = true,
        };
    }

    private Continuation Shorter() => Changed(surveyed.Entries + Known.Dropped < Known.Entries
        ? $"the list shrank within this boot: it held {Known.Entries} entries, and holds {surveyed.Entries} now"
        : $"the list changed within this boot: up to entry {Known.Entries} it is not what it was when it was read before");

    /// <summary>What it is now is read as if nothing were known of it: twice is better than never.</summary>
    private static Continuation Changed(string cause) => new() { Start = ListStart.Zero, Fault = ("changed", cause) };

    /// <summary>The ways in which it can go on where its first entry now is the one behind so many of the boot.</summary>
    private IEnumerable<ListStart> StartsAt(long dropped)
    {
        if (dropped == 0)
            yield return ListStart.Zero;
        var last = dropped + prints.All.Length;
        foreach (var state in before.Kept.Where(state => state.Entries >= dropped && state.Entries <= last))
        {
            yield return new ListStart { Dropped = dropped, From = state };
            for (var ahead = 1; state.IsPcrOfThen && ahead <= MostAhead && state.Entries - ahead >= dropped; ahead++)
                yield return new ListStart { Dropped = dropped, From = ListStart.Rebased(state, state.Entries - ahead) };
        }
        foreach (var state in before.Kept.Where(state => state.Entries > 0 && state.Entries >= dropped && state.Entries < last).Reverse())
            yield return new ListStart { Dropped = dropped, ResetAt = state.Entries };
    }

    /// <summary>The first of them that the TPM vouches for; of those the one that it vouches for most of. Null where it does for none.</summary>
    private Continuation? Proved(IEnumerable<ListStart> starts, bool toTheEnd = false)
    {
        Continuation? best = null;
        foreach (var start in starts)
        {
            var verdict = start == ListStart.Zero ? surveyed.Verdict : walk.Run(start, mayBeEmpty: true)?.Verdict;
            if (verdict?.Verified != true || (toTheEnd && verdict.Unproven > 0) || (start.ResetAt > 0 && verdict.Banks.All(bank => bank.MatchedAtEntry <= start.ResetAt)))
                continue;
            var proved = Unproved(start.Dropped) with
            {
                Start = start,
                Earlier = start.Rebuilt.Count > 0 || start.ResetAt > 0 ? [] : [.. before.Kept.Where(state => state.Entries >= start.Dropped)],
                Note = start.ResetAt > 0 ? $"the TPM began anew behind entry {start.ResetAt}, as it does in a hibernation, and vouches for what came since"
                    : start.Dropped > Known.Dropped ? Dropped(start.Dropped) : null,
            };
            // A few that are new may have come after the PCR was read; what was there at an earlier scan must be vouched for.
            if (verdict.Unproven <= Math.Max(0, start.Dropped + surveyed.Entries - Known.Entries))
                return proved;
            best ??= proved;
        }
        return best;
    }

    /// <summary>Laid beside what was read and no more: the verdict is the replay's.</summary>
    private Continuation Unproved(long dropped) => new()
    {
        Start = dropped == 0 && before.Unvouched == 0 ? ListStart.Zero
            : new ListStart { Dropped = dropped, From = before.Replay.Entries >= dropped ? before.Replay : null },
        Told = Known.Entries,
        Unvouched = before.Unvouched,
        Carried = before.Carried,
        Begins = before.Begins,
        Earlier = [.. before.Kept.Where(state => state.Entries >= dropped)],
    };

    private static string Dropped(long entries) => $"{entries} entries dropped after they were read";
}
