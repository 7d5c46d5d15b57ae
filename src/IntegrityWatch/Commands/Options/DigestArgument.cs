using IntegrityWatch.Detection.Reports;

namespace IntegrityWatch.Commands.Options;

/// <summary>A digest as people type it: hexadecimal digits, with or without its algorithm before them.</summary>
internal static class DigestArgument
{
    private const int FewestDigits = 4;

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

    /// <summary>The first digits of a digest, four or more; null where the argument is a whole one.</summary>
    /// <exception cref="CannotCheckException">It is neither.</exception>
    public static DigestBeginning? Beginning(string argument)
    {
        var colon = argument.LastIndexOf(':');
        var algorithm = colon > 0 ? argument[..colon] : null;
        var hex = argument[(colon + 1)..].ToLowerInvariant();
        if (hex.Length < FewestDigits || !hex.All(char.IsAsciiHexDigit))
            throw new CannotCheckException($"not a digest: {argument}", "give at least its first four hexadecimal digits, such as sha256:1ba2904f");
        var whole = hex.Length % 2 == 0 ? AlgorithmsOf(hex.Length / 2) : [];
        return whole.Length > 0 && (algorithm is null || whole.Contains(algorithm)) ? null : new DigestBeginning(algorithm, hex);
    }

    /// <summary>The algorithms of that width, in bytes, with which the kernel measures.</summary>
    private static string[] AlgorithmsOf(int width) =>
    [
        .. DigestAlgorithm.All.Where(algorithm => algorithm.Width == width)
            .SelectMany(algorithm => algorithm.IsOfVerity ? [algorithm.Name, $"verity:{algorithm.Name}"] : new[] { algorithm.Name }),
    ];
}
