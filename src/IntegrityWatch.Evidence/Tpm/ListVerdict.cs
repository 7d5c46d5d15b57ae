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
