using System.Globalization;

namespace IntegrityWatch.Evidence.Ima.Policies;

/// <summary>File systems by which rules of IMA choose, by their number (linux/magic.h) or name, and what can lie on them.</summary>
public static class KnownFileSystems
{
    private static readonly IReadOnlyList<KnownFileSystem> All =
    [
        // Those that the kernel makes up: the built-in policies leave them out, and nobody can put a program there.
        new("proc", 0x9fa0, FileSystemKind.MadeUp), new("sysfs", 0x62656572, FileSystemKind.MadeUp),
        new("debugfs", 0x64626720, FileSystemKind.MadeUp), new("tracefs", 0x74726163, FileSystemKind.MadeUp),
        new("devpts", 0x1cd1, FileSystemKind.MadeUp), new("binfmt_misc", 0x42494e4d, FileSystemKind.MadeUp),
        new("securityfs", 0x73636673, FileSystemKind.MadeUp), new("selinuxfs", 0xf97cff8c, FileSystemKind.MadeUp),
        new("smackfs", 0x43415d53, FileSystemKind.MadeUp), new("cgroup", 0x27e0eb, FileSystemKind.MadeUp),
        new("cgroup2", 0x63677270, FileSystemKind.MadeUp), new("nsfs", 0x6e736673, FileSystemKind.MadeUp),
        new("efivarfs", 0xde5e81e4, FileSystemKind.MadeUp), new("pstore", 0x6165676c, FileSystemKind.MadeUp),
        new("configfs", 0x62656570, FileSystemKind.MadeUp), new("bpf", 0xcafe4a11, FileSystemKind.MadeUp),
        new("mqueue", 0x19800202, FileSystemKind.MadeUp), new("sockfs", 0x534f434b, FileSystemKind.MadeUp),
        new("pipefs", 0x50495045, FileSystemKind.MadeUp), new("anon_inodefs", 0x09041934, FileSystemKind.MadeUp),
        new("tmpfs", 0x01021994, FileSystemKind.Memory), new("ramfs", 0x858458f6, FileSystemKind.Memory),
        new("hugetlbfs", 0x958458f6, FileSystemKind.Memory),
        new("ext2, ext3, ext4", 0xef53, FileSystemKind.Disk), new("xfs", 0x58465342, FileSystemKind.Disk),
        new("btrfs", 0x9123683e, FileSystemKind.Disk), new("f2fs", 0xf2f52010, FileSystemKind.Disk),
        new("bcachefs", 0xca451a4e, FileSystemKind.Disk), new("zfs", 0x2fc12fc1, FileSystemKind.Disk),
        new("jfs", 0x3153464a, FileSystemKind.Disk), new("reiserfs", 0x52654973, FileSystemKind.Disk),
        new("overlay", 0x794c7630, FileSystemKind.Disk), new("squashfs", 0x73717368, FileSystemKind.Disk),
        new("erofs", 0xe0f5e1e2, FileSystemKind.Disk), new("nfs", 0x6969, FileSystemKind.Disk),
        new("vfat", 0x4d44, FileSystemKind.Disk), new("exfat", 0x2011bab0, FileSystemKind.Disk),
        new("fuse", 0x65735546, FileSystemKind.Disk), new("iso9660", 0x9660, FileSystemKind.Disk),
    ];

    /// <summary>Which one a condition names; null for another condition and for one that is not known.</summary>
    /// <param name="name">Of the condition: <c>fsmagic</c>, <c>fsname</c>.</param>
    /// <param name="value">As it stands there.</param>
    public static KnownFileSystem? Of(string name, string value) => name switch
    {
        "fsmagic" => MagicOf(value) is { } magic ? All.FirstOrDefault(known => known.Magic == magic) : null,
        "fsname" => All.FirstOrDefault(known => known.Names.Split(", ").Contains(value)),
        _ => null,
    };

    private static uint? MagicOf(string text) =>
        uint.TryParse(text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text, NumberStyles.AllowHexSpecifier, null, out var magic)
            ? magic : null;
}

/// <param name="Names">Those that have the number.</param>
/// <param name="Magic">What statfs(2) says.</param>
/// <param name="Kind">What can lie there.</param>
public sealed record KnownFileSystem(string Names, uint Magic, FileSystemKind Kind);

public enum FileSystemKind
{
    /// <summary>The kernel's own: it holds no programs.</summary>
    MadeUp,

    /// <summary>Files in memory: /dev/shm, memfd, /tmp on many hosts.</summary>
    Memory,

    /// <summary>Whatever is kept: programs lie there.</summary>
    Disk,
}
