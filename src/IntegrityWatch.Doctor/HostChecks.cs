using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Doctor;

/// <summary>Whether the clock can be believed: findings say when.</summary>
internal sealed class ClockCheck() : DoctorCheck("clock", "clock")
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        var now = host.Request.Now;
        var facts = HostFacts.Of(host.Root);
        if (host.AuditLogIfReadable?.Newest is { } newest && newest > now + Tolerance)
            yield return Warning("time", $"an audit record is of {Moments.Of(newest)}, and it is {Moments.Of(now)} now: {(host.IsLive ? "the clock was set back" : "one of the two clocks is wrong")}",
                "set the clock: chronyc makestep, or timedatectl set-ntp true");
        else if (host.Request.ProgramMadeAt is { } made && made > now + Tolerance)
            yield return Warning("time", $"it is {Moments.Of(now)} by this clock, before this program was made ({Moments.Of(made)})",
                "set the clock: chronyc makestep, or timedatectl set-ntp true");
        else
            yield return Ok("time", $"it is {Moments.Of(now)}{(facts.Uptime is { } uptime ? $"; the host {(host.IsLive ? "is" : "was")} up for {Moments.Of(uptime)}" : "")}");
        if (host.IsLive && HostClock.IsSynchronised() is { } synchronised)
            // Where a hypervisor keeps a guest's clock, the guest's kernel does not know of it: this is no fault by itself.
            yield return Ok("synchronised", synchronised
                ? "the clock is synchronised"
                : "the kernel knows of nothing that synchronises the clock; see timedatectl where times are held against those of other hosts");
    }
}

/// <summary>Whether it can be told which package a file is of.</summary>
internal sealed class PackageCheck() : DoctorCheck("packages", "packages")
{
    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        using var database = PackageManagers.OpenDatabase(host.Root);
        if (database is null)
        {
            yield return Warning("database", $"no {PackageManagers.AnyOf(manager => manager.Name)} database: no change is explained by an upgrade, and no file is held against its package",
                host.IsLive ? "nothing, if this host has no package manager: capture a new baseline after each change"
                    : $"bring {PackageManagers.AnyOf(manager => manager.Folder)} along: integritywatch collect");
            yield break;
        }
        var packages = database.Packages.Count;
        yield return database.Fault is { } fault
            ? Warning("database", fault.Message, fault.Hint)
            : database.Problems.Count > 0
                ? Warning("database", $"{database.Manager.Name} lists {CheckedHost.Count(packages, "package")}, and {database.Problems[0]}", $"check the database with {database.Manager.Name}")
                : Ok("database", $"{database.Manager.Name} lists {CheckedHost.Count(packages, "package")}");
    }
}
