using System.Globalization;
using System.Text;

namespace IntegrityWatch.Hosts;

/// <summary>
/// A host whose files, measurement list, TPM, audit log and package database agree with one another, because one kernel and one clock make
/// them: what is done to it leaves behind what a real host would have. <see cref="Save"/> writes the evidence below <see cref="Root"/>.
/// </summary>
public sealed class SimulatedHost : IDisposable
{
    private static readonly string[] Audited = ["BPRM_CHECK", "MMAP_CHECK", "MODULE_CHECK"];

    private readonly HashSet<string> folders = [];
    private TimeSpan bootedAt;
    private TimeSpan passed;
    private int boots;
    private int savedBoot;
    private int pids = 600;
    private long serial;

    /// <param name="folder">Where to make the root; null for a folder of its own, in memory where that is to be had.</param>
    public SimulatedHost(string? folder = null)
    {
        Root = folder ?? Directory.CreateDirectory(Path.Combine(Fast, $"integritywatch-host-{Guid.NewGuid():n}")).FullName;
        Disk = new HostDisk(Root);
        Log = new HostLog(Path.Combine(Root, "var/log/audit"));
        Packages = new HostPackages(Root);
    }

    /// <summary>A folder that is gone with the next boot, and needs no disk.</summary>
    public static string Fast => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    public string Root { get; }

    public HostDisk Disk { get; }

    public HostList List { get; } = new();

    public HostLog Log { get; }

    public HostPackages Packages { get; }

    /// <summary>The wall clock. It can be set; what passes since the boot goes on all the same.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>How long the host has been up.</summary>
    public TimeSpan Uptime => passed - bootedAt;

    /// <summary>Which boot this is, from 1; 0 before the first.</summary>
    public int BootNumber => boots;

    /// <summary>The latest serial that the kernel gave out in this boot.</summary>
    public long Serial => serial;

    public string Name { get; set; } = "web01";

    public string MachineId { get; set; } = "0123456789abcdef0123456789abcdef";

    public string BootId => $"{boots:x8}-1111-4111-8111-111111111111";

    /// <summary>The loaded IMA policy, which stands in the log of each boot; empty for none. A line of more than two words only securityfs shows.</summary>
    public IReadOnlyList<string> Policy { get; set; } = [.. Audited.SelectMany(function => new[] { $"measure {function}", $"audit {function}" })];

    /// <summary>True where securityfs shows the policy.</summary>
    public bool ShowsPolicy { get; set; }

    /// <summary>False where no kernel measures: nothing is entered, nothing is audited.</summary>
    public bool Measures { get; set; } = true;

    /// <summary>False where the policy measures and does not audit: then no record tells of a use.</summary>
    public bool Audits { get; set; } = true;

    /// <summary>The serial after which the next boots' records begin where auditd starts late; null where it has them from the first on.</summary>
    public long? StartsAfter { get; set; }

    /// <summary>The kernel's release, of which since 7.2 root can drop entries; null where the evidence does not say.</summary>
    public string? Release { get; set; }

    /// <summary>Banks of the TPM; empty for a host without one.</summary>
    public IReadOnlyList<string> Banks { get; set; } = ["sha1", "sha256"];

    /// <summary>Lines of the mount table beyond that of the root.</summary>
    public List<string> Mounts { get; } = [];

    /// <summary>True while <see cref="Save"/> leaves the list and the PCRs as they were: as if they had been read before the log.</summary>
    public bool DelaysList { get; set; }

    /// <summary>False for evidence that was brought along without the boot's id.</summary>
    public bool ShowsBootId { get; set; } = true;

    /// <summary>What the kernel counts; null for as many entries as can be read.</summary>
    public int? Count { get; set; }

    /// <summary>A host with a few packages, booted once: systemd, bash, cron, libc and a module were used.</summary>
    public static SimulatedHost Booted(string? folder = null)
    {
        var host = new SimulatedHost(folder);
        host.Install("systemd", "252", ("/usr/lib/systemd/systemd", "systemd 252"));
        host.Install("bash", "5.2", ("/usr/bin/bash", "bash 5.2"));
        host.Install("cron", "3.0", ("/usr/sbin/cron", "cron 3.0"));
        host.Install("libc6", "2.36", ("/usr/lib/x86_64-linux-gnu/libc.so.6", "libc 2.36"));
        host.Install("linux-image", "6.1", ("/usr/lib/modules/6.1/kernel/fs/ext4.ko", "ext4 6.1"));
        host.Boot();
        host.UseAll();
        return host;
    }

    /// <summary>Uses what every boot uses: the files of <see cref="Booted"/>.</summary>
    public void UseAll()
    {
        Run("/usr/lib/systemd/systemd");
        Map("/usr/lib/x86_64-linux-gnu/libc.so.6");
        Load("/usr/lib/modules/6.1/kernel/fs/ext4.ko");
        Run("/usr/bin/bash");
        Run("/usr/sbin/cron");
    }

    /// <summary>Lets the clock go on.</summary>
    public void Pass(TimeSpan time)
    {
        Now += time;
        passed += time;
    }

    /// <summary>Starts the machine.</summary>
    /// <param name="initramfs">What the initramfs uses, before auditd runs: it leaves entries in the list, and no record.</param>
    public void Boot(params (string Path, byte[] Content)[] initramfs) => Start(() => List.Restart($"boot {boots}"), initramfs);

    /// <summary>Starts another kernel from this one: the PCR goes on from where it was.</summary>
    /// <param name="carriesList">True where the new kernel takes the list over (CONFIG_IMA_KEXEC).</param>
    public void Kexec(bool carriesList) => Start(() => List.Restart($"kexec {boots}", resetsPcr: false, carriesList), []);

    /// <summary>Installs a package or another version of one: the files are replaced, the database and its log tell of it.</summary>
    public void Install(string name, string version, params (string Path, string Content)[] files)
    {
        var contents = files.ToDictionary(file => file.Path, file => Contents.Program(file.Content), StringComparer.Ordinal);
        foreach (var (path, content) in contents)
            Disk.Replace(path, content);
        Pass(TimeSpan.FromSeconds(2));
        Packages.Install(name, version, Now, contents);
    }

    /// <summary>A file is only read, by root, where the policy measures that: no record tells of it.</summary>
    public void Read(string path)
    {
        List.Measure(path, Disk[path]!.Content);
        Pass(TimeSpan.FromSeconds(1));
    }

    /// <summary>A program is run.</summary>
    /// <returns>The event that tells of it; null where the kernel knew the file, or nothing was written.</returns>
    public HostEvent? Run(string path, HostActor? by = null) => Use(path, Disk[path]!, by, Kind.Exec);

    /// <summary>A library is taken in.</summary>
    public HostEvent? Map(string path, HostActor? by = null) => Use(path, Disk[path]!, by, Kind.Map);

    /// <summary>A module is loaded.</summary>
    public HostEvent? Load(string path, HostActor? by = null) => Use(path, Disk[path]!, by ?? new HostActor { Program = "/usr/bin/kmod" }, Kind.Load);

    /// <summary>A file that is not of this disk is run under that name: a container's, one in another namespace, a memfd (<c>memfd:x</c>).</summary>
    public HostEvent? RunUnnamed(string name, byte[] content, HostActor? by = null) => Use(name, Disk.Unnamed(content), by, Kind.Exec);

    /// <summary>A library that is not of this disk is taken in under that name.</summary>
    public HostEvent? MapUnnamed(string name, byte[] content, HostActor? by = null) => Use(name, Disk.Unnamed(content), by, Kind.Map);

    /// <summary>A file was being written while it was read.</summary>
    public HostEvent? Violate(string path, string cause = "open_writers")
    {
        List.Violate(path);
        return Tell(stamp => [HostRecords.Violation(stamp, path, cause)], told => told with { Violated = path });
    }

    /// <summary>The kernel refuses a file: it is not what its signature or hash says.</summary>
    public HostEvent? Refuse(string path, string cause) => Tell(stamp => [HostRecords.Appraisal(stamp, path, cause)]);

    /// <summary>A file is opened to be written, as an audit rule with that key sees it.</summary>
    public HostEvent? OpenToWrite(string path, string key, HostActor? by = null, bool succeeds = true)
    {
        var actor = (by ?? new HostActor()) with { Key = key };
        return Tell(stamp => HostRecords.Write(stamp, actor, actor.Pid ?? ++pids, path, succeeds));
    }

    /// <summary>A file is made, as an audit rule with that key sees it: the records name its folder and the file.</summary>
    public HostEvent? Make(string path, string key, HostActor? by = null)
    {
        var actor = (by ?? new HostActor()) with { Key = key };
        return Tell(stamp => HostRecords.Make(stamp, actor, actor.Pid ?? ++pids, path));
    }

    /// <summary>Another host's record arrives in this log.</summary>
    public void TellOf(string node, string path, byte[] content)
    {
        var number = 50_000 + serial;
        var stamp = HostRecords.Stamp(Now, number);
        var digest = Contents.Digest(content);
        Log.Add(new HostEvent(boots, number, Now, HostRecords.Exec(stamp, new HostActor(), 7000, path, $"sha256:{digest}", path, 99))
        {
            Node = node,
            File = path,
            Digest = digest,
            Algorithm = "sha256",
            Label = "unconfined",
            Device = "fe:00",
        });
        Pass(TimeSpan.FromSeconds(1));
    }

    /// <summary>Any event of this kernel: it takes the next serial.</summary>
    /// <returns>Null where auditd did not write it.</returns>
    public HostEvent? Tell(Func<string, IReadOnlyList<string>> records, Func<HostEvent, HostEvent>? with = null)
    {
        serial++;
        var told = new HostEvent(boots, serial, Now, records(HostRecords.Stamp(Now, serial)));
        told = with is null ? told : with(told);
        var isWritten = Log.Add(told);
        Pass(TimeSpan.FromSeconds(1));
        return isWritten ? told : null;
    }

    /// <summary>auditd ends, or starts again in this boot.</summary>
    public void RunAuditd(bool runs)
    {
        Log.IsRunning = runs;
        if (runs)
            Log.Add(new HostEvent(boots, 0, Now, [HostRecords.DaemonStart(HostRecords.Stamp(Now, 9000 + boots))]));
    }

    /// <summary>Writes the evidence below the root as it is now.</summary>
    public void Save()
    {
        Write("etc/hostname", Name + "\n");
        Write("etc/machine-id", MachineId + "\n");
        Write("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
        Write("etc/passwd", "root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\n");
        if (ShowsBootId)
            Write("proc/sys/kernel/random/boot_id", BootId + "\n");
        else if (Path.Combine(Root, "proc/sys/kernel/random/boot_id") is var written && File.Exists(written))
            File.Delete(written);
        Write("proc/uptime", string.Create(CultureInfo.InvariantCulture, $"{Uptime.TotalSeconds:0.00} {Uptime.TotalSeconds:0.00}\n"));
        if (Release is not null)
            Write("proc/sys/kernel/osrelease", Release + "\n");
        Write("proc/cmdline", "root=/dev/vda ro quiet audit=1 audit_backlog_limit=8192\n");
        Write("proc/self/mountinfo", string.Concat(Mounts.Prepend("21 1 254:0 / / rw,relatime - ext4 /dev/vda rw").Select(line => line + "\n")));
        // No list is older than its boot.
        if (!DelaysList || savedBoot != boots)
        {
            savedBoot = boots;
            SaveList();
            SaveTpm();
        }
        Log.Save();
        Packages.Save();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private HostEvent? Use(string path, HostInode inode, HostActor? by, Kind kind)
    {
        if (!Measures || inode.IsMeasured)
            return Silently();
        inode.IsMeasured = true;
        List.Measure(path, inode.Content, inode.Algorithm);
        if (!Audits)
            return Silently();
        var actor = by ?? new HostActor();
        var (pid, hash) = (actor.Pid ?? ++pids, $"{inode.Algorithm}:{inode.Digest}");
        return Tell(stamp => kind switch
        {
            Kind.Exec => HostRecords.Exec(stamp, actor, pid, path, hash, actor.Interpreter ?? path, inode.Number),
            Kind.Map => HostRecords.Map(stamp, actor, pid, path, hash),
            Kind.Load => HostRecords.Load(stamp, actor, pid, path, hash),
        }, told => told with
        {
            File = path,
            Digest = inode.Digest,
            Algorithm = inode.Algorithm,
            Label = actor.NewLabel ?? actor.Label,
            Device = kind == Kind.Exec ? actor.Device : null,
        });
    }

    private HostEvent? Silently()
    {
        Pass(TimeSpan.FromSeconds(1));
        return null;
    }

    private void Start(Action restartList, (string Path, byte[] Content)[] initramfs)
    {
        Pass(TimeSpan.FromSeconds(60));
        boots++;
        bootedAt = passed;
        serial = StartsAfter ?? 4;
        Disk.Forget();
        restartList();
        (Log.IsRunning, Log.IsDelayed, DelaysList) = (true, false, false);
        foreach (var (path, content) in initramfs)
            List.Measure(path, content);
        Log.Add(new HostEvent(boots, 0, Now, [HostRecords.DaemonStart(HostRecords.Stamp(Now, 4200 + boots))]));
        foreach (var (number, line) in StartsAfter is null ? HostRecords.Boot(number => HostRecords.Stamp(Now, number)) : [])
            Log.Add(new HostEvent(boots, number, Now, [line]));
        Pass(TimeSpan.FromSeconds(9));
        foreach (var words in Policy.Select(rule => rule.Split(' ')).Where(words => words.Length == 2))
            Tell(stamp => [HostRecords.PolicyRule(stamp, words[0], words[1])]);
    }

    private void SaveList()
    {
        const string ima = "sys/kernel/security/ima/";
        Write(ima + "binary_runtime_measurements", List.Binary);
        Write(ima + "runtime_measurements_count", string.Create(CultureInfo.InvariantCulture, $"{Count ?? List.Entries.Count}\n"));
        Write(ima + "violations", string.Create(CultureInfo.InvariantCulture, $"{List.Violations}\n"));
        if (ShowsPolicy)
            Write(ima + "policy", string.Concat(Policy.Select(rule => rule.Split(' ')).Select(words =>
                words.Length == 2 ? $"{words[0]} func={words[1]}{HostRecords.MaskOf(words[1])}\n" : $"{string.Join(' ', words)}\n")));
    }

    private void SaveTpm()
    {
        foreach (var (bank, value) in List.Pcrs)
        {
            var file = $"sys/class/tpm/tpm0/pcr-{bank}/10";
            if (Banks.Contains(bank))
                Write(file, Convert.ToHexString(value) + "\n");
            else if (File.Exists(Path.Combine(Root, file)))
                File.Delete(Path.Combine(Root, file));
        }
    }

    private void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    private void Write(string path, byte[] bytes)
    {
        var file = Path.Combine(Root, path);
        var folder = Path.GetDirectoryName(file)!;
        if (folders.Add(folder))
            Directory.CreateDirectory(folder);
        File.WriteAllBytes(file, bytes);
    }

    private enum Kind
    {
        Exec,
        Map,
        Load,
    }
}
