namespace IntegrityWatch.Evidence.Ima;

/// <summary>How a list lies beside what was read of it before, by the prints of its entries.</summary>
/// <param name="Fit">What came of laying them beside one another.</param>
/// <param name="Dropped">How many of the boot's entries stand before the list's first one now.</param>
internal readonly record struct ListAlignment(ListFit Fit, long Dropped)
{
    /// <summary>Several places fit only where the same entries stand more than once.</summary>
    private const int MostPlaces = 16;

    /// <summary>The places at which the list fits, the one with the longest overlap first; one that says how it does not where there is none.</summary>
    /// <param name="now">The prints of the whole list as it is now.</param>
    /// <param name="before">What was read of it before.</param>
    public static IReadOnlyList<ListAlignment> Of(ReadOnlySpan<ulong> now, ListMemory before)
    {
        var kept = EntryPrints.Read(before.Prints);
        var position = before.Position;
        if (position.Entries - kept.Length < position.Dropped)
            kept = kept[(int)Math.Min(kept.Length, position.Dropped - (position.Entries - kept.Length))..];
        if (kept.IsEmpty || now.IsEmpty)
            return [new ListAlignment(ListFit.Apart, position.Entries)];
        var places = new List<ListAlignment>();
        var longestRun = 0L;
        // The list begins before what is remembered, or within it.
        var firstKept = position.Entries - kept.Length;
        for (var at = 0; at < now.Length && firstKept - at >= position.Dropped && places.Count < MostPlaces; at++)
            if (now[at] == kept[0])
                Try(now[at..], kept, firstKept - at, places, ref longestRun);
        for (var at = 1; at < kept.Length && places.Count < MostPlaces; at++)
            if (now[0] == kept[at])
                Try(now, kept[at..], firstKept + at, places, ref longestRun);
        if (places.Count > 0)
            return [.. places.OrderBy(place => place.Dropped)
                .Select(place => place.Fit == ListFit.GoesOn && place.Dropped == position.Dropped ? place with { Fit = ListFit.Grown } : place)];
        // An entry that the kernel wrote again is no overlap; two in a row, or the very first, are.
        var isSameHead = position.Dropped == firstKept && now[0] == kept[0];
        return [isSameHead || longestRun > 1
            ? new ListAlignment(ListFit.Differs, position.Dropped)
            : new ListAlignment(ListFit.Apart, position.Entries)];
    }

    private static void Try(ReadOnlySpan<ulong> now, ReadOnlySpan<ulong> kept, long dropped, List<ListAlignment> places, ref long longestRun)
    {
        var run = now.CommonPrefixLength(kept);
        longestRun = Math.Max(longestRun, run);
        if (run == kept.Length)
            places.Add(new ListAlignment(ListFit.GoesOn, dropped));
        else if (run == now.Length)
            places.Add(new ListAlignment(ListFit.Shrunk, dropped));
    }
}

/// <summary>How a list fits what was read of it before.</summary>
internal enum ListFit
{
    /// <summary>It begins as it did, holds all that was read, and perhaps more.</summary>
    Grown,

    /// <summary>It begins later than it did, and from there on holds all that was read, and perhaps more.</summary>
    GoesOn,

    /// <summary>It ends before what was read of it did: no kernel takes entries from the end.</summary>
    Shrunk,

    /// <summary>It overlaps with what was read, and is another there.</summary>
    Differs,

    /// <summary>It has nothing in common with what was read.</summary>
    Apart,
}
