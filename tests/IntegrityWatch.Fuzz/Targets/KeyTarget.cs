using IntegrityWatch.Evidence.Ima.Signatures;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed certificates and public keys.</summary>
internal sealed class KeyTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    private readonly InputFile file = new();
    private readonly Mutator mutator = new(
        seeds, "-----BEGIN CERTIFICATE-----\n", "\n-----END CERTIFICATE-----", "-----BEGIN PUBLIC KEY-----\n",
        "\n-----END PUBLIC KEY-----", "-----BEGIN ", "-----", "\n", "=", "0\u0080", "0\u0082\u00ff\u00ff",
        "\u0002\u0001", "\u0003\u0082", "\u0030\u0000");

    public string Name => "keys";

    public byte[] Make(Random random) => mutator.Make(random);

    public void Run(byte[] input) => SignatureKeys.Load([file.With(input)]).Dispose();
}
