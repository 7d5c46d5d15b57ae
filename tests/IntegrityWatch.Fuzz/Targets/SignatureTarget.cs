using System.Security.Cryptography;
using IntegrityWatch.Evidence.Signing;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed signatures that stand in a file of their own, as a baseline's does: the first byte says of which key, the rest is the signature.</summary>
internal sealed class SignatureTarget(IReadOnlyList<string> keyFiles) : IFuzzTarget
{
    private static readonly byte[] Hash = SHA256.HashData("signed"u8);

    private readonly InputFile file = new();

    public string Name => "signature";

    public string Group => "baseline";

    public IReadOnlyList<byte[]> Seeds { get; } =
        [[0, 0x30, 6, 2, 1, 1, 2, 1, 1], [1, 0x30, 6, 2, 1, 1, 2, 1, 1], [2, .. new byte[256]], [3, .. new byte[512]], [2]];

    public IReadOnlyList<string> Words { get; } = ["0\u0006", "\u0002\u0001", "\u0002\u0020", "\u0002\u0021\0", "0\u0081", "\u0002\0", new string('\0', 32), new string('\u00ff', 32)];

    public void Run(byte[] input)
    {
        var key = keyFiles[input.Length == 0 ? 0 : input[0] % keyFiles.Count];
        BrokenPromiseException.Unless(!DetachedSignature.IsOf(file.With(input.Length == 0 ? [] : input[1..]), Hash, key), "nobody signed this");
    }
}
