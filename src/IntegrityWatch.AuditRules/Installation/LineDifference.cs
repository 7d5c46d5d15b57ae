namespace IntegrityWatch.AuditRules.Installation;

/// <summary>Which lines one text has and another has not, whatever their order is.</summary>
/// <param name="Added">Lines that only the new text has, in its order.</param>
/// <param name="Removed">Lines that only the old text has, in its order.</param>
public sealed record LineDifference(IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
{
    public static LineDifference Between(ReadOnlySpan<byte> old, ReadOnlySpan<byte> changed)
    {
        var (before, after) = (Lines(old), Lines(changed));
        return new LineDifference(Without(after, before), Without(before, after));
    }

    private static string[] Lines(ReadOnlySpan<byte> text) => LossyUtf8.Decode(text).TrimEnd('\n').Split('\n');

    /// <summary>A line that stands twice in one and once in the other is left over once.</summary>
    private static List<string> Without(IEnumerable<string> lines, IEnumerable<string> others)
    {
        var left = others.CountBy(line => line, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. lines.Where(line => !left.TryGetValue(line, out var count) || (left[line] = count - 1) < 0)];
    }
}
