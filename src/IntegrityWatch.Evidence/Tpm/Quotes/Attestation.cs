using System.Buffers.Binary;

namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>
/// What a TPM signs when it is asked for a quote: TPMS_ATTEST with TPMS_QUOTE_INFO (TCG TPM 2.0 Library, Part 2, 10.12).
/// </summary>
internal sealed record Attestation
{
    /// <summary>TPM_GENERATED_VALUE: nothing that the TPM signs for others may begin so.</summary>
    private const uint Magic = 0xFF544347;

    /// <summary>TPM_ST_ATTEST_QUOTE.</summary>
    private const ushort QuoteType = 0x8018;

    /// <summary>clockInfo and firmwareVersion: clock, resetCount, restartCount, safe; version.</summary>
    private const int ClockAndFirmware = 8 + 4 + 4 + 1 + 8;

    /// <summary>TPM2_NUM_PCR_BANKS of the largest TPM.</summary>
    private const int MostSelections = 16;

    private Attestation(ReadOnlySpan<byte> signed) => Signed = signed.ToArray();

    /// <summary>The bytes that the signature is of.</summary>
    public byte[] Signed { get; }

    /// <summary>extraData: what the one who asked for the quote gave along.</summary>
    public required byte[] Nonce { get; init; }

    public required IReadOnlyList<PcrSelection> Selections { get; init; }

    /// <summary>The hash over the selected PCRs, one after another, under the signature's hash algorithm.</summary>
    public required byte[] PcrDigest { get; init; }

    /// <param name="message">TPMS_ATTEST, or TPM2B_ATTEST, which has a length before it.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="CannotCheckException">It is cut short, no quote, or of PCRs that cannot be replayed here.</exception>
    public static Attestation Parse(ReadOnlySpan<byte> message, string source)
    {
        if (message.Length > sizeof(ushort) && BinaryPrimitives.ReadUInt16BigEndian(message) == message.Length - sizeof(ushort))
            message = message[sizeof(ushort)..];

        var reader = new TpmReader(message);
        if (reader.TakeUInt32() is var magic && magic != Magic && !reader.IsCutShort)
            throw new CannotCheckException($"not made by a TPM (begins with {magic:x8}, not with {Magic:x8}): {source}",
                "name the message that tpm2_quote wrote with -m");
        if (reader.TakeUInt16() is var type && type != QuoteType && !reader.IsCutShort)
            throw new CannotCheckException($"a TPM's attestation, but no quote (type {type:x4}, not {QuoteType:x4}): {source}");
        reader.TakeSized(); // qualifiedSigner
        var nonce = reader.TakeSized();
        reader.Take(ClockAndFirmware);
        var selections = TakeSelections(ref reader, source);
        var digest = reader.TakeSized();
        if (reader.IsCutShort)
            throw new CannotCheckException($"quote is cut short at byte {reader.Position}: {source}", "copy it again");
        if (!reader.IsAtEnd)
            throw new CannotCheckException($"quote has {message.Length - reader.Position} bytes too many: {source}");
        return new Attestation(message) { Nonce = nonce.ToArray(), Selections = selections, PcrDigest = digest.ToArray() };
    }

    private static List<PcrSelection> TakeSelections(ref TpmReader reader, string source)
    {
        var count = reader.TakeUInt32();
        if (count > MostSelections)
            throw new CannotCheckException($"quote claims {count} PCR banks: {source}");
        var selections = new List<PcrSelection>();
        for (var index = 0; index < count; index++)
        {
            var algorithm = reader.TakeUInt16();
            var pcrs = PcrsOf(reader.Take(reader.TakeByte()));
            if (pcrs.Count == 0)
                continue;
            if (DigestAlgorithm.BankOfTpmId(algorithm) is not { } known)
                throw new CannotCheckException($"quote is of a bank that is unknown here (algorithm {algorithm:x4}): {source}");
            if (pcrs[^1] >= PcrBanks.PcrCount)
                throw new CannotCheckException($"quote is of PCR {pcrs[^1]}, which no kernel extends: {source}");
            if (selections.Exists(selection => selection.Algorithm == known))
                throw new CannotCheckException($"quote names the bank {known.Name} twice: {source}");
            selections.Add(new PcrSelection(known, pcrs));
        }
        return selections;
    }

    /// <summary>One bit a PCR, the lowest of the first byte first.</summary>
    private static List<int> PcrsOf(ReadOnlySpan<byte> bits)
    {
        var pcrs = new List<int>();
        for (var pcr = 0; pcr < bits.Length * 8; pcr++)
            if ((bits[pcr / 8] >> (pcr % 8) & 1) != 0)
                pcrs.Add(pcr);
        return pcrs;
    }
}
