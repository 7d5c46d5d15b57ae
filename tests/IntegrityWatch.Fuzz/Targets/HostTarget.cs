using IntegrityWatch.Doctor;
using IntegrityWatch.Doctor.Auditing;
using IntegrityWatch.Evidence.Ima.Policies;
using IntegrityWatch.Doctor.Schedules;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed files that say which host it is, and what its doctor reads.</summary>
internal sealed class HostTarget : IFuzzTarget
{
    private const string Policy = "etc/ima/ima-policy";
    private const string Status = "auditctl";

    private static readonly (string Path, string Content)[] Files =
    [
        ("etc/hostname", "web01\n"),
        ("etc/passwd", "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/:/bin/sh\n"),
        ("proc/uptime", "350735.47 234388.90\n"),
        ("proc/cmdline", "root=/dev/sda1 ima_policy=tcb ima_hash=sha256 audit=1 lsm=integrity,\"a b\"\n"),
        ("proc/sys/kernel/random/boot_id", "6d6b9c5e-2b1a-4b4e-8a51-0d2f5a0d7c11\n"),
        ("etc/audit/auditd.conf", "log_file = /var/log/audit/audit.log\nlog_format = ENRICHED\nmax_log_file = 8\nnum_logs = 5\nmax_log_file_action = ROTATE\n"),
        ("etc/cron.d/integritywatch", "*/10 * * * * root /usr/bin/integritywatch scan\n@hourly root integritywatch scan\n"),
        ("var/spool/cron/root", "0 3 * * 1 /usr/bin/integritywatch scan --quiet\n"),
        ("etc/systemd/system/integritywatch.timer", "[Timer]\nOnCalendar=*:0/10\nOnUnitActiveSec=1h 30min\n"),
        ("etc/systemd/system/integritywatch.service", "[Service]\nExecStart=/usr/bin/integritywatch scan\n"),
        (Policy, "measure func=BPRM_CHECK mask=MAY_EXEC\ndont_measure fsmagic=0x9fa0\nmeasure func=FILE_MMAP mask=MAY_EXEC uid=0\n"),
        ("var/log/audit/audit.log", "type=CONFIG_CHANGE msg=audit(1795626022.012:4): op=add_rule key=\"T1036\" list=4 res=1\n"),
        ("etc/timezone", "Europe/Berlin\n"),
        (Status, "enabled 1\nfailure 1\npid 712\nrate_limit 0\nbacklog_limit 8192\nlost 0\nbacklog 0\n"),
    ];

    private readonly HostTree tree = new(Files.Select(file => file.Path));

    public HostTarget()
    {
        Seeds = [HostTree.Pack(Files.Select(file => (file.Path, System.Text.Encoding.ASCII.GetBytes(file.Content))))];
        Words = [.. tree.Markers, "@daily", "@reboot", "*/5", "1-5", "1,2", "integritywatch scan", "OnCalendar=daily", "OnCalendar=Mon *-*-* 00/2:00:00", "OnBootSec=", "1y", "1us", "ima_tcb", "func=",
            "max_log_file_action = SUSPEND", "write_logs = no", "99999999999", "1e308", "-1", "=", "\"", "#", "\n", "\0"];
    }

    public string Name => "host";

    public string Group => "host";

    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<string> Words { get; }

    public void Run(byte[] input)
    {
        using var root = new EvidenceRoot(tree.With(input));
        BrokenPromiseException.Unless(HostFacts.Of(root) is { Name.Length: > 0 }, "a host has a name");
        UserNames.Of(root).Of(33);
        _ = (AuditdSettings.Of(root).Room, KernelOptions.Of(root)["ima_policy"]);
        _ = ScheduledScan.FindAll(root).ToList();
        ImaPolicy.Parse((root.ReadText(Policy, 1 << 20) ?? "").Split('\n')).EffectOf("measure", ImaOccasion.Program);
        _ = AuditStatus.Of(System.Text.Encoding.UTF8.GetBytes(root.ReadText(Status, 1 << 20) ?? "")).Lost;
        AuditLogSurvey.Of(root);
    }
}
