namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>What a signed quote says of a measurement list.</summary>
public sealed record QuoteVerdict
{
    /// <summary>
    /// True where the TPM signed that this list is what the kernel measured, up to an entry; false where the quote is not what
    /// was asked for, or the list not what it covers; null where it covers too little to say.
    /// </summary>
    public required bool? Verified { get; init; }

    /// <summary>Why, or why not; one line.</summary>
    public required string Reason { get; init; }

    /// <summary>The last entry at which the list leads to what the quote covers; null where it never does.</summary>
    public required long? MatchedAtEntry { get; init; }

    public required long Entries { get; init; }

    /// <summary>What the quote covers, as tpm2_quote takes it: <c>sha1:10+sha256:10,11</c>.</summary>
    public required string Selection { get; init; }
}
