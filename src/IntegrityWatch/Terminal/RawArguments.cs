using System.Text;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Terminal;

/// <summary>
/// Paths named on the command line, as bytes. The framework turns arguments into text and loses bytes that are not UTF-8, so
/// such an argument is looked up in what the kernel keeps of the command line.
/// </summary>
internal static class RawArguments
{
    /// <summary>More than the kernel lets a command line have.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    private const char Lost = '\uFFFD';

    /// <summary>The path as it was typed, and as what it stands for where it is typed the way reports print it.</summary>
    public static IReadOnlyList<HostPath> Paths(string argument)
    {
        var typed = argument.Contains(Lost) ? Recover(argument) : Encoding.UTF8.GetBytes(argument);
        return SafeText.Unescape(typed) is { } meant && !meant.AsSpan().SequenceEqual(typed)
            ? [new HostPath(typed), new HostPath(meant)]
            : [new HostPath(typed)];
    }

    private static byte[] Recover(string argument)
    {
        using var kept = NamedFile.OpenAny("/proc/self/cmdline");
        var remaining = (NamedFile.ReadAll(kept, MostBytes) ?? []).AsSpan();
        while (!remaining.IsEmpty)
        {
            var end = remaining.IndexOf((byte)0);
            var raw = end < 0 ? remaining : remaining[..end];
            if (Encoding.UTF8.GetString(raw) == argument)
                return raw.ToArray();
            remaining = end < 0 ? [] : remaining[(end + 1)..];
        }
        return Encoding.UTF8.GetBytes(argument);
    }
}
