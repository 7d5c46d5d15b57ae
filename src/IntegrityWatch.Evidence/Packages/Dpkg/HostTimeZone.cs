using System.Text;

namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>The zone in which a host writes local times.</summary>
internal static class HostTimeZone
{
    private const string ZoneFolder = "/usr/share/zoneinfo/";

    /// <summary>
    /// This machine's own on a live host; else the one that etc/localtime leads to, by which the host's programs go, or that
    /// etc/timezone names. UTC where that is missing or not known on this machine.
    /// </summary>
    public static TimeZoneInfo Of(EvidenceRoot root)
    {
        if (root.IsOwn)
            return TimeZoneInfo.Local;
        // Evidence that was brought from elsewhere seldom has the zones themselves: the link alone says which.
        var target = root.ReadLink(HostPath.Of("/etc/localtime"))?.From(HostPath.Of("/etc")).ToString();
        return Find(target is not null && target.StartsWith(ZoneFolder, StringComparison.Ordinal) ? target[ZoneFolder.Length..] : null)
            ?? Find(NamedBy(root))
            ?? TimeZoneInfo.Utc;
    }

    private static string? NamedBy(EvidenceRoot root)
    {
        try
        {
            return root.ReadLine("etc/timezone");
        }
        catch (CannotCheckException)
        {
            return null;
        }
    }

    private static TimeZoneInfo? Find(string? name)
    {
        // A name is a path below this machine's own zones.
        if (name is null || name.Length > 100 || name[0] == '/' || name.Contains("..", StringComparison.Ordinal)
            || Encoding.UTF8.GetByteCount(name) != name.Length)
            return null;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception fault) when (fault is TimeZoneNotFoundException or InvalidTimeZoneException
            or System.Security.SecurityException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
