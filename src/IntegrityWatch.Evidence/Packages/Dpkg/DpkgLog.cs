using System.Globalization;
using System.Text;

namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>
/// When packages came to be what they are, from var/log/dpkg.log and its rotations, dpkg.log.1, dpkg.log.2.gz and on, the
/// youngest first: <c>2026-11-23 17:07:38 upgrade openssl:amd64 OLD NEW</c>, in the host's local time.
/// </summary>
internal sealed class DpkgLog(FileContent content, TimeZoneInfo zone)
{
    public const int MostRotations = 1000;
    private const int TimeLength = 19;

    private readonly Dictionary<string, DpkgChange> changes = new(StringComparer.Ordinal);

    /// <summary>The latest change to the version that is installed, by <see cref="DpkgPackage.LogName"/>; others have none.</summary>
    public IReadOnlyDictionary<string, DpkgChange> Read(IReadOnlyList<DpkgPackage> packages)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var package in packages)
            versions[package.LogName] = package.Version;

        // Right after a rotation, there is none without a number.
        if (content.TryRead(DpkgPaths.Log, out var newest))
            Add(newest.Span, versions);
        for (var number = 1; number <= MostRotations && changes.Count < versions.Count; number++)
        {
            var paths = RotationPaths(number);
            if (!content.TryRead(paths[0], out var rotated) && !content.TryRead(paths[1], out rotated))
                break;
            Add(rotated.Span, versions);
        }
        return changes;
    }

    /// <summary>What the n-th rotation can be called, below the root.</summary>
    public static string[] RotationPaths(int number) => [$"{DpkgPaths.Log}.{number}", $"{DpkgPaths.Log}.{number}.gz"];

    private void Add(ReadOnlySpan<byte> rest, Dictionary<string, string> versions)
    {
        var found = new Dictionary<string, DpkgChange>(StringComparer.Ordinal);
        while (ByteLines.TryTake(ref rest, out var line))
            if (line.Length > TimeLength && (line[TimeLength..].StartsWith(" upgrade "u8) || line[TimeLength..].StartsWith(" install "u8)))
                Note(line, versions, found);
        foreach (var (name, change) in found)
            changes.TryAdd(name, change);
    }

    // What was begun and undone names another version than the one that is installed; that says when nothing changed.
    private void Note(ReadOnlySpan<byte> line, Dictionary<string, string> versions, Dictionary<string, DpkgChange> found)
    {
        var words = Encoding.Latin1.GetString(line[TimeLength..]).Split(' ');
        if (words is not ["", _, var name, var old, var version] || versions.GetValueOrDefault(name) != version
            || !TryReadTime(line[..TimeLength], out var time))
            return;
        found[name] = new DpkgChange(time, old == version || !DpkgName.IsVersion(Encoding.Latin1.GetBytes(old)) ? null : old);
    }

    private bool TryReadTime(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (!DateTime.TryParseExact(Encoding.Latin1.GetString(text), "yyyy-MM-dd HH:mm:ss", null,
                DateTimeStyles.None, out var local) || local.Year < 1990)
            return false;
        time = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        return true;
    }
}

/// <summary>An installation that the log tells of.</summary>
/// <param name="At">UTC: when dpkg began to unpack it.</param>
/// <param name="Previous">The version that it replaced, if another.</param>
internal sealed record DpkgChange(DateTimeOffset At, string? Previous);
