namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>The PCRs of one bank that a quote covers, in ascending order (TPMS_PCR_SELECTION).</summary>
internal sealed record PcrSelection(BankAlgorithm Algorithm, IReadOnlyList<int> Pcrs)
{
    /// <summary>As tpm2_quote takes it: <c>sha256:10,11</c>.</summary>
    public override string ToString() => $"{Algorithm.Name}:{string.Join(',', Pcrs)}";
}
