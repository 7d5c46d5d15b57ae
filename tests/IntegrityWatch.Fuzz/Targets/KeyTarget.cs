using IntegrityWatch.Evidence.Ima.Signatures;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed certificates and public keys.</summary>
internal sealed class KeyTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    private readonly InputFile file = new();

    public string Name => "keys";

    public string Group => "key";

    public IReadOnlyList<byte[]> Seeds => seeds;

    public IReadOnlyList<string> Words { get; } =
    [
        "-----BEGIN CERTIFICATE-----\n", "\n-----END CERTIFICATE-----", "-----BEGIN PUBLIC KEY-----\n",
        "\n-----END PUBLIC KEY-----", "-----BEGIN ", "-----", "\n", "=", "0\u0080", "0\u0082\u00ff\u00ff",
        "\u0002\u0001", "\u0003\u0082", "\u0030\u0000",
    ];

    public void Run(byte[] input) => SignatureKeys.Load([file.With(input)]).Dispose();
}
