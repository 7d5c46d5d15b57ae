using IntegrityWatch.Evidence;

namespace IntegrityWatch.Commands;

/// <summary>A digest as people type it: all its hexadecimal digits, with or without its algorithm before them.</summary>
internal static class DigestArgument
{
    /// <summary>The digests that are meant: one of each algorithm of that width, where none is named.</summary>
    /// <exception cref="CannotCheckException">It is no digest.</exception>
    public static IReadOnlyList<Digest> Digests(string argument)
    {
        var colon = argument.LastIndexOf(':');
        var hex = argument[(colon + 1)..];
        if (hex.Length == 0 || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit))
            throw new CannotCheckException($"not a digest: {argument}", "give all its hexadecimal digits, such as sha256:1ba2904f...");
        var value = Convert.FromHexString(hex);
        IEnumerable<string> algorithms = colon > 0 ? [argument[..colon]] : AlgorithmsOf(value.Length);
        return [.. algorithms.Select(algorithm => new Digest(algorithm, value))];
    }

    /// <summary>The algorithms of that width, in bytes, with which the kernel measures.</summary>
    private static string[] AlgorithmsOf(int width) => width switch
    {
        16 => ["md5"],
        20 => ["sha1", "rmd160"],
        28 => ["sha224"],
        32 => ["sha256", "verity:sha256", "sm3", "streebog256", "sha3-256", "wp256"],
        48 => ["sha384", "sha3-384", "wp384"],
        64 => ["sha512", "verity:sha512", "streebog512", "sha3-512", "wp512"],
        _ => [],
    };
}
