namespace IntegrityWatch.Tests.Evidence.Ima.Signatures;

/// <summary>What evmctl signed, in the folder evmctl beside this file.</summary>
internal sealed record EvmctlSignature(string Key, string Algorithm, byte[] Digest, byte[] Signature)
{
    private static readonly string Folder =
        Path.Combine(Captures.Repository(), "tests", "IntegrityWatch.Tests", "Evidence", "Ima", "Signatures", "evmctl");

    public static EvmctlSignature[] All { get; } =
    [
        .. File.ReadLines(Path.Combine(Folder, "signatures.txt"))
            .Select(line => line.Split(' '))
            .Select(part => new EvmctlSignature(
                part[0], part[1], Convert.FromHexString(part[2]), Convert.FromHexString(part[3]))),
    ];

    /// <summary>How much of the digest is signed: ECDSA signs no more of it than the curve has bits.</summary>
    public int SignedLength => Math.Min(Digest.Length, Key switch { "p256" or "named" => 32, "p384" => 48, _ => Digest.Length });

    public static string[] KeyFiles { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.der"), .. Directory.EnumerateFiles(Folder, "*.pem")];

    public static string KeyFile(string key) => KeyFiles.Single(file => Path.GetFileNameWithoutExtension(file) == key);
}
