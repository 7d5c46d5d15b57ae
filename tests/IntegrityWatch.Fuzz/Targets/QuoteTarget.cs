using System.Buffers.Binary;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Evidence.Tpm.Quotes;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed quotes of a TPM: two bytes, big-endian, with the length of the message, the message, and the signature.</summary>
/// <param name="quotes">Messages with their signatures.</param>
/// <param name="keyFiles">The keys that made them.</param>
/// <param name="list">The measurement list that they are of.</param>
internal sealed class QuoteTarget(IEnumerable<(byte[] Message, byte[] Signature)> quotes, IReadOnlyList<string> keyFiles, byte[] list) : IFuzzTarget
{
    private readonly InputFile message = new();
    private readonly InputFile signature = new();

    public string Name => "quote";

    public string Group => "key";

    public IReadOnlyList<byte[]> Seeds { get; } =
        [.. quotes.Select(quote => (byte[])[(byte)(quote.Message.Length >> 8), (byte)quote.Message.Length, .. quote.Message, .. quote.Signature])];

    public IReadOnlyList<string> Words { get; } =
        ["\u00ffTCG\u0080\u0018", "\0\u0004", "\0\u000b", "\0\u000c", "\0\u000d", "\0\u0014", "\0\u0016", "\0\u0018", "\u0003\0\u0004\0", "\u0003\0\u000c\0", "\0\0\0\u0001", "\0\0\0\u0002", "\0\u0020", "\u0001\0"];

    public void Run(byte[] input)
    {
        var length = input.Length < 2 ? 0 : Math.Min(BinaryPrimitives.ReadUInt16BigEndian(input), input.Length - 2);
        var start = Math.Min(2, input.Length);
        var quote = Quote.Read(message.With(input[start..(start + length)]), signature.With(input[(start + length)..]));
        foreach (var key in keyFiles)
            quote.IsSignedBy(key);
        using var replay = new QuoteReplay(quote, PcrBanks.None("none"));
        using var reader = MeasurementList.Open("list", new MemoryStream(list), fileNameHint: null);
        while (reader.Read(out var entry))
            replay.Add(entry);
        replay.Verdict(keyFiles[0], nonce: null);
    }
}
