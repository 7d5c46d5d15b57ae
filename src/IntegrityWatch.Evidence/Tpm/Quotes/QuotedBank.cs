namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>The PCRs of one bank that a quote covers, as they are replayed.</summary>
internal sealed class QuotedBank : IDisposable
{
    private readonly PcrSelection selection;
    private readonly BankReplay replay;
    private readonly byte[]?[] held;

    /// <param name="banks">What the TPM held when the list was copied: the quote may cover PCRs into which nothing is measured.</param>
    public QuotedBank(PcrSelection selection, PcrBanks banks)
    {
        this.selection = selection;
        replay = new BankReplay(selection.Algorithm, PcrBanks.None("the quote tells"), isBank: true);
        held = [.. selection.Pcrs.Select(pcr => pcr == BankReplay.ImaPcr ? null : banks.Find(selection.Algorithm, pcr))];
        Forms = selection.Algorithm == DigestAlgorithm.Sha1 ? [PcrForm.Hashed] : Enum.GetValues<PcrForm>();
    }

    public IReadOnlyList<PcrForm> Forms { get; }

    /// <summary>How many bytes the PCRs take.</summary>
    public int Length => selection.Pcrs.Count * selection.Algorithm.Width;

    /// <summary>True while a PCR that no entry named so far may be what the TPM held, and not yet zero.</summary>
    public bool IsPartlyHeld => selection.Pcrs.Where((pcr, index) => held[index] is not null && replay.Find(pcr) is null).Any();

    /// <summary>The bank: <c>sha256</c>.</summary>
    public string Algorithm => selection.Algorithm.Name;

    /// <summary>A PCR that is covered, into which nothing was measured, and whose value is not at hand; null where there is none.</summary>
    public int? Unknown => selection.Pcrs.Where((pcr, index) => pcr != BankReplay.ImaPcr && held[index] is null && replay.Find(pcr) is null)
        .Select(pcr => (int?)pcr).FirstOrDefault();

    public bool Covers(int pcr) => selection.Pcrs.Contains(pcr);

    public void Add(in ReplayEntry entry) => replay.Add(entry);

    /// <param name="withHeld">Whether a PCR that no entry named so far is taken from the TPM, or for zero.</param>
    public void CopyTo(Span<byte> destination, PcrForm form, bool withHeld)
    {
        var width = selection.Algorithm.Width;
        for (var index = 0; index < selection.Pcrs.Count; index++)
        {
            var value = destination.Slice(index * width, width);
            if (replay.Find(selection.Pcrs[index]) is { } replayed)
                replayed.ValueIn(form).CopyTo(value);
            else if (withHeld && held[index] is { } known)
                known.CopyTo(value);
            else
                value.Clear();
        }
    }

    public void Dispose() => replay.Dispose();
}
