using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// Tells by the records of an event whether a use is a container's: by the device that its file lies on, and by the label of its process.
/// A use without a PATH record, a library that is mapped, is of where the program is from that its process ran last.
/// </summary>
internal sealed class UseOrigins(IContainerRules rules, ContainerMounts mounts)
{
    /// <summary>How many processes are remembered; those that were heard of least lately are forgotten together.</summary>
    private const int MostProcesses = 32 * 1024;

    private readonly Dictionary<int, (UseOrigin? Origin, string? Label)> programs = [];

    /// <summary>The host's file of an event that names none: nothing is known of what it lies on.</summary>
    public UseOrigin? Of(AuditEvent told, AuditIntegrityRule rule)
    {
        // The first program of a container bears the engine's label when it is opened, and its own when it runs.
        var label = told.Syscall?.Label ?? rule.Label;
        var pattern = label is null ? null : rules.LabelOf(label);
        var byLabel = pattern is null ? null : new UseOrigin(null, pattern);
        var files = told.Paths.Where(path => path is { NameType: not "PARENT", Device: not null }).ToList();
        if (files.Count == 0)
            return told.Process.Pid is { } pid && programs.TryGetValue(pid, out var program) && program.Label == label ? program.Origin : byLabel;
        var origin = DeviceOf(told, files, rule.File) is { } device && mounts.Of(device) is { } mount ? new UseOrigin(mount, pattern) : byLabel;
        if (told.Argv.Count > 0 && told.Process is { Pid: { } starter } && rule.File == told.Process.Exe)
            Remember(starter, origin, label);
        return origin;
    }

    /// <summary>Where the program of the event's process is from, as far as the log told; by its label where nothing else tells.</summary>
    public UseOrigin? OfProcess(AuditEvent told)
    {
        var label = told.Syscall?.Label ?? (told.IntegrityRules is [var rule, ..] ? rule.Label : null);
        var pattern = label is null ? null : rules.LabelOf(label);
        // Without a content of its own an exec tells all the same on which device its program lies.
        if (told is { Argv.Count: > 0, IntegrityRules.Count: 0 } && told.Paths is [{ Device: { } device }, ..] && mounts.Of(device) is { } mount)
            return new UseOrigin(mount, pattern);
        return told.Process.Pid is { } pid && programs.TryGetValue(pid, out var program) && program.Origin is { } origin ? origin
            : pattern is null ? null : new UseOrigin(null, pattern);
    }

    private void Remember(int pid, UseOrigin? origin, string? label)
    {
        if (programs.Count >= MostProcesses)
            programs.Clear();
        programs[pid] = (origin, label);
    }

    /// <summary>
    /// The record that names the file: by its whole name, else by its last part, for a folder of it can be a link; else all of the
    /// records, where they agree.
    /// </summary>
    private static DeviceNumber? DeviceOf(AuditEvent told, List<AuditPath> files, HostPath file)
    {
        foreach (var fits in (Func<AuditPath, bool>[])
            [path => (told.Cwd is { } cwd ? path.Name.From(cwd) : path.Name) == file, path => path.Name.FileName.SequenceEqual(file.FileName), _ => true])
            if (files.Where(fits).Select(path => path.Device).Distinct().Take(2).ToList() is { Count: > 0 } devices)
                return devices.Count == 1 ? devices[0] : null;
        return null;
    }
}
