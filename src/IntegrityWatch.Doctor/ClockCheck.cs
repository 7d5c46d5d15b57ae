using IntegrityWatch.Evidence.Host;
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
