using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Doctor;

/// <summary>
/// Whether this user can read what a scan reads, and whether anybody else can write to what a scan believes. Owners count on a live
/// host only: elsewhere they are those of whoever unpacked the tree.
/// </summary>
internal sealed class PermissionCheck() : DoctorCheck("permissions", "permissions")
{
    private const string Log = "var/log/audit/audit.log";

    /// <summary>What a policy, a rule or a record of the host's own is read from.</summary>
    private static readonly string[] HostFiles =
        ["var/log/audit", Log, "etc/audit", "etc/audit/rules.d", "etc/audit/auditd.conf", "etc/ima/ima-policy"];

    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        if (host.IsLive)
            yield return host.Request.IsPrivileged
                ? Ok("user", "this user is root, and can read all evidence")
                : Warning("user", "this user is not root: what only root may read was left out", "run as root, as the cron job does");
        var known = Files(host).DistinctBy(file => file.Path).ToList();
        var open = known.Where(file => file.Rights.IsOpenToOthers).Select(file => file.Path).ToList();
        if (open.Count > 0)
            yield return Critical("writable", $"others can write to {Named(open)}: what is found there proves nothing", "take that right away: chmod go-w, and look whether they were changed");
        var foreign = host.IsLive && host.Request.IsPrivileged
            ? known.Where(file => file.Rights.Owner != 0 && !file.Rights.IsOpenToOthers).Select(file => file.Path).ToList()
            : [];
        if (foreign.Count > 0)
            yield return Warning("owner", $"{Named(foreign)} does not belong to root: its owner decides what is found", "chown root, and look whether they were changed");
        if (open.Count == 0 && foreign.Count == 0)
            yield return Ok("writable", host.IsLive
                ? $"history, configuration, policies and audit log: {CheckedHost.Count(known.Count, "place")}, which only {(host.Request.IsPrivileged ? "root" : "their owners")} can write to"
                : $"history, configuration and policies: {CheckedHost.Count(known.Count, "place")}, which not everybody can write to");
    }

    private static IEnumerable<(string Path, WriteRights Rights)> Files(CheckedHost host)
    {
        IEnumerable<string> own = [FolderOf(host.Request.Database), host.Request.Database, .. host.Request.OwnFiles.SelectMany(file => new[] { FolderOf(file), file })];
        foreach (var path in own)
            if (WriteRights.Of(path) is { } rights)
                yield return (path, rights);
        if (host.IsLive)
            foreach (var path in HostFiles)
                if (host.Root.RightsOf(path) is { } rights)
                    yield return ("/" + path, rights);
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";

    private static string Named(List<string> paths) => paths.Count == 1 ? paths[0] : $"{paths[0]} and {CheckedHost.Count(paths.Count - 1, "other")}";
}
