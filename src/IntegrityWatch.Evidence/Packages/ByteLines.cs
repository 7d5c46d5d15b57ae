namespace IntegrityWatch.Evidence.Packages;

/// <summary>Cuts bytes into lines.</summary>
internal static class ByteLines
{
    /// <summary>Takes the next line, without its newline, from the front; false at the end.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        line = rest;
        if (rest.IsEmpty)
            return false;
        var end = rest.IndexOf((byte)'\n');
        if (end >= 0)
            line = rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return true;
    }
}
