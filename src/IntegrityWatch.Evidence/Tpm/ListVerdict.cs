namespace IntegrityWatch.Evidence.Tpm;

/// <summary>Whether the measurement list is what the kernel wrote. No text here holds a name out of the list.</summary>
public sealed record ListVerdict
{
    /// <summary>True where hashes and TPM vouch for the list, false where they speak against it, null where nothing can be said.</summary>
    public required bool? Verified { get; init; }

    /// <summary>Why; one line.</summary>
    public required string Reason { get; init; }

    /// <summary>Where it is not what the kernel wrote: what that means, one line.</summary>
    public string? Fault { get; init; }

    /// <summary>The entry that speaks against the list: the first that does not match its own hash, or the last of all.</summary>
    public ListEntry? FaultAt { get; init; }

    /// <summary>How many entries do not match their own hash.</summary>
    public required long Faults { get; init; }

    public required long Entries { get; init; }

    /// <summary>
    /// The most entries of one PCR that lie behind the one at which it matched, so that the TPM says nothing of them: a few that
    /// the kernel added after the PCR was read.
    /// </summary>
    public required long Unproven { get; init; }

    /// <summary>By bank, then by PCR.</summary>
    public required IReadOnlyList<BankVerdict> Banks { get; init; }
}

/// <summary>What became of one PCR of one bank.</summary>
public sealed record BankVerdict
{
    /// <summary>The bank: <c>sha256</c>.</summary>
    public required string Algorithm { get; init; }

    public required int Pcr { get; init; }

    /// <summary>What the TPM holds, in lower-case hex.</summary>
    public required string Expected { get; init; }

    /// <summary>What the list leads to: the same where it matched at some entry, else the value after the last one.</summary>
    public required string Replayed { get; init; }

    /// <summary>The last entry at which the list led to what the TPM holds, 0 for none of them; null where it never did.</summary>
    public required long? MatchedAtEntry { get; init; }
}

/// <summary>An entry of the measurement list, to point at.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Offset">Where it begins, in bytes from the start of the list.</param>
/// <param name="Name">What it says its path is: nothing vouches for it where the entry does not match its own hash.</param>
public sealed record ListEntry(long Number, long Offset, HostPath Name);
