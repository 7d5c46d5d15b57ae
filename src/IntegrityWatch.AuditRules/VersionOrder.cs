namespace IntegrityWatch.AuditRules;

/// <summary>
/// The order of <c>ls -v</c>, in which augenrules reads its files: numbers by what they count, <c>9-x</c> before <c>10-x</c>.
/// </summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var first = Take(ref left);
            var second = Take(ref right);
            var difference = first.Length != second.Length && char.IsAsciiDigit(first[0]) && char.IsAsciiDigit(second[0])
                ? first.Length - second.Length
                : first.SequenceCompareTo(second);
            if (difference != 0)
                return difference;
        }
        return left.Length - right.Length;
    }

    /// <summary>The next character, or the next number without the zeros before it.</summary>
    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest)
    {
        var digits = 0;
        while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
            digits++;
        var taken = rest[..Math.Max(digits, 1)];
        rest = rest[taken.Length..];
        return digits > 1 ? taken[..^1].TrimStart('0').Length == 0 ? taken[^1..] : taken.TrimStart('0') : taken;
    }
}
