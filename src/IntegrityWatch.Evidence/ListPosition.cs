namespace IntegrityWatch.Evidence;

/// <summary>How far a measurement list has been read, and what tells whether it is still the same list.</summary>
public sealed record ListPosition
{
    /// <summary>How many entries the boot had by then: also those that the kernel had dropped.</summary>
    public required long Entries { get; init; }

    /// <summary>How many of those the kernel had dropped: where the file begins now.</summary>
    public long Dropped { get; init; }

    /// <summary>How many of those name a file and hold its digest; null where that was not counted yet: then the list is read anew.</summary>
    public long? Files { get; init; }

    /// <summary>
    /// In which form the list was read, such as <c>binary-20</c> for template digests of 20 bytes: another form has other bytes.
    /// </summary>
    public required string Form { get; init; }

    /// <summary>Bytes of the list that hold those entries that were not dropped.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of those bytes.</summary>
    public required byte[] PrefixDigest { get; init; }
}
