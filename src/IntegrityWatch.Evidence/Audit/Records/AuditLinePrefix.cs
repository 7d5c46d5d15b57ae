namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>What syslog and the kernel's own log put before an audit record.</summary>
internal static class AuditLinePrefix
{
    /// <summary>
    /// The record itself, or <paramref name="line"/> where nothing known stands before it. Only the programs that carry audit
    /// records are believed: any user can have syslog write a line that looks like a record under another name.
    /// </summary>
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> line)
    {
        var kernel = SkipUptime(line);
        if (kernel.StartsWith("audit: "u8))
            return kernel[7..];

        var colon = line.IndexOf(": "u8);
        if (colon < 0)
            return line;
        var sender = line[..colon];
        sender = sender[(sender.LastIndexOf((byte)' ') + 1)..];
        var pid = sender.IndexOf((byte)'[');
        if (pid > 0 && sender[^1] == (byte)']')
            sender = sender[..pid];
        var rest = line[(colon + 2)..];
        if (sender.SequenceEqual("audispd"u8) || sender.SequenceEqual("audisp-syslog"u8))
            return rest;
        if (!sender.SequenceEqual("kernel"u8))
            return line;
        rest = SkipUptime(rest);
        return rest.StartsWith("audit: "u8) ? rest[7..] : rest;
    }

    /// <summary>The kernel log's <c>[   12.345678] </c>.</summary>
    private static ReadOnlySpan<byte> SkipUptime(ReadOnlySpan<byte> line)
    {
        if (line is not [(byte)'[', ..])
            return line;
        return line.IndexOf("] "u8) is >= 0 and var end ? line[(end + 2)..] : line;
    }
}
