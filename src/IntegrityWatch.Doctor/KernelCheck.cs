using System.Globalization;
using System.IO.Compression;
using System.Text;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Doctor;

/// <summary>Whether the kernel measures and audits at all: built with IMA, booted with the right options.</summary>
internal sealed class KernelCheck() : DoctorCheck("kernel", "kernel")
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const int MostFiles = 10_000;
    private const int SmallBacklog = 8192;
    private const string Securityfs = "sys/kernel/security";
    private const string AddOption = "add it to GRUB_CMDLINE_LINUX in /etc/default/grub, run update-grub or grub2-mkconfig, and boot anew";

    public override bool IsEssential => true;

    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        yield return Measuring(host);
        if (!host.Options.AreKnown)
        {
            yield return Warning("options", "what the kernel was booted with is not known: there is no proc/cmdline",
                host.IsLive ? "mount proc on /proc" : "bring proc/cmdline along: integritywatch collect");
            yield break;
        }
        yield return Hash(host.Options);
        yield return Auditing(host);
        yield return Backlog(host.Options);
    }

    /// <summary>Without a list a host cannot be judged, whatever keeps it from having one.</summary>
    private CheckResult Measuring(CheckedHost host)
    {
        var root = host.Root;
        if (root.Has(ListPaths.Folder))
            return Ok("ima", $"IMA runs{(ReleaseOf(host) is { } release ? $" in kernel {release}" : "")}");
        var built = BuiltWithIma(host, out var config);
        if (built == false)
            return Unknown("ima", $"this kernel was built without IMA ({config} has no CONFIG_IMA=y): nothing measures what is run",
                "boot a kernel with CONFIG_IMA=y, such as those of Debian, Ubuntu, Fedora, RHEL or SUSE");
        if (host.Options["ima"] == "off")
            return Unknown("ima", "IMA is turned off on the kernel's command line (ima=off): nothing measures what is run",
                "take ima=off out of GRUB_CMDLINE_LINUX in /etc/default/grub, run update-grub, and boot anew");
        if (!host.IsLive)
            return Unknown("ima", $"the tree holds no measurement list: there is no {root.Locate(ListPaths.Folder)}",
                "pack the evidence on the host itself: integritywatch collect --output F.tar.gz");
        if (!IsMounted(host))
            return Unknown("ima", "securityfs is not mounted, so that the measurement list cannot be seen",
                $"mount -t securityfs securityfs /{Securityfs}");
        return Unknown("ima", built == true
                ? $"IMA is built in ({config}) and shows no measurement list: a container, or IMA did not start"
                : "this kernel has no IMA: nothing measures what is run",
            "look at dmesg for what ima says; run on the host itself, with a kernel with CONFIG_IMA=y");
    }

    private static bool IsMounted(CheckedHost host) =>
        host.ReadIfReadable("proc/self/mounts", MostBytes) is not { } mounts
        || mounts.Split('\n').Any(line => line.Split(' ') is [_, "/sys/kernel/security", "securityfs", ..]);

    private static string? ReleaseOf(CheckedHost host) =>
        host.ReadIfReadable("proc/sys/kernel/osrelease", 256)?.Trim() is { Length: > 0 } release && !release.Contains('/', StringComparison.Ordinal) ? release : null;

    /// <summary>What the configuration of the running kernel says, or, where it is not known which one runs, that of the only one.</summary>
    private static bool? BuiltWithIma(CheckedHost host, out string config)
    {
        var release = ReleaseOf(host);
        config = release is not null ? $"boot/config-{release}" : "";
        if (release is null)
        {
            var all = host.Root.FilesBelow(HostPath.Of("/boot")).Take(MostFiles)
                .Where(path => path.Bytes.StartsWith("/boot/config-"u8)).Take(2).ToList();
            if (all.Count != 1)
                return null;
            config = all[0].ToString()[1..];
        }
        var text = host.ReadIfReadable(config, MostBytes);
        if (text is null && host.IsLive)
            text = Unpacked(host.Root, config = "proc/config.gz");
        if (text is null)
            return null;
        config = host.Root.Locate(config);
        return text.Split('\n').Any(line => line.TrimEnd() == "CONFIG_IMA=y");
    }

    private static string? Unpacked(EvidenceRoot root, string path)
    {
        using var file = root.Open(path);
        if (file is null)
            return null;
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        var content = new byte[MostBytes];
        try
        {
            return Encoding.ASCII.GetString(content, 0, unpacked.ReadAtLeast(content, content.Length, throwOnEndOfStream: false));
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return null;
        }
    }

    private CheckResult Hash(KernelOptions options) => (options["ima_hash"], options["ima_template"]) switch
    {
        ({ } hash, _) when IsBroken(hash) => Warning("hash",
            $"the kernel measures with {hash} (ima_hash=), in which two files with the same digest can be made", $"ima_hash=sha256: {AddOption}"),
        (_, "ima") => Warning("hash", "the kernel measures in the oldest template (ima_template=ima), which knows no digest but SHA-1 and MD5",
            $"ima_template=ima-sig: {AddOption}"),
        (null, null) => Ok("hash", "no option changes how the kernel measures"),
        var (hash, template) => Ok("hash", "the kernel measures as its options say: "
            + string.Join(' ', new[] { hash is null ? null : $"ima_hash={hash}", template is null ? null : $"ima_template={template}" }.OfType<string>())),
    };

    internal static bool IsBroken(string algorithm) => algorithm is "sha1" or "md5" or "md4";

    private CheckResult Auditing(CheckedHost host) => host.Options["audit"] switch
    {
        "0" or "off" => Critical("audit", "auditing is turned off on the kernel's command line (audit=0): nothing tells who ran what",
            $"audit=1 in place of audit=0: {AddOption}"),
        "1" or "on" => Ok("audit", "auditing is on from the first program (audit=1)"),
        _ => Warning("audit", "what is started before auditd is never audited, since audit=1 is not on the kernel's command line", $"audit=1: {AddOption}"),
    };

    private CheckResult Backlog(KernelOptions options) =>
        int.TryParse(options["audit_backlog_limit"], NumberStyles.None, null, out var limit)
            ? limit is 0 or >= SmallBacklog
                ? Ok("backlog", limit == 0 ? "audit records wait for auditd without a limit" : $"{CheckedHost.Count(limit, "audit record")} can wait for auditd")
                : Warning("backlog", $"only {CheckedHost.Count(limit, "audit record")} can wait for auditd while the host boots: more are lost",
                    $"audit_backlog_limit={SmallBacklog}: {AddOption}")
            : Warning("backlog", "only 64 audit records can wait for auditd while the host boots: more are lost", $"audit_backlog_limit={SmallBacklog}: {AddOption}");
}

/// <summary>What the kernel was booted with: proc/cmdline. Of an option that stands several times the last counts.</summary>
internal sealed class KernelOptions
{
    private const int MostBytes = 64 * 1024;
    private const string File = "proc/cmdline";

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>False where there is no proc/cmdline.</summary>
    public bool AreKnown { get; private init; }

    /// <exception cref="CannotCheckException">It is there and cannot be read.</exception>
    public static KernelOptions Of(EvidenceRoot root)
    {
        var text = root.ReadText(File, MostBytes);
        var options = new KernelOptions { AreKnown = text is not null };
        foreach (var word in (text ?? "").Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            // What follows is for init, not for the kernel.
            if (word == "--")
                break;
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            options.values[equals < 0 ? word : word[..equals]] = equals < 0 ? "" : word[(equals + 1)..];
        }
        return options;
    }

    /// <summary>Empty for one that stands without a value; null where it does not stand there.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);
}
