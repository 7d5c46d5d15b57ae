namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>Digest algorithms in the kernel's names, and how lists write them.</summary>
internal static class ListedAlgorithms
{
    /// <summary>Bytes of the widest digest.</summary>
    public const int MostBytes = 64;

    private static readonly Dictionary<string, int> Widths = new()
    {
        ["md5"] = 16,
        ["sha1"] = 20,
        ["sha224"] = 28,
        ["sha256"] = 32,
        ["sha384"] = 48,
        ["sha512"] = 64,
        ["sm3"] = 32,
        ["rmd160"] = 20,
        ["sha3-256"] = 32,
        ["sha3-384"] = 48,
        ["sha3-512"] = 64,
    };

    /// <summary>The one that a digest of so many bytes is of, where nothing says so; null for any other width.</summary>
    public static string? OfWidth(int bytes) => bytes switch
    {
        16 => "md5",
        20 => "sha1",
        28 => "sha224",
        32 => "sha256",
        48 => "sha384",
        64 => "sha512",
        _ => null,
    };

    /// <summary>From <c>SHA-256</c>, <c>sha256</c>, <c>SHA3-256</c> ...; null for what is none.</summary>
    public static string? Named(string name)
    {
        var lower = name.ToLowerInvariant();
        if (lower.StartsWith("sha-", StringComparison.Ordinal))
            lower = "sha" + lower["sha-".Length..];
        return Widths.ContainsKey(lower) ? lower : null;
    }

    public static int Width(string algorithm) => Widths[algorithm];
}
