using System.Globalization;

namespace IntegrityWatch.Evidence.Host;

/// <summary>Which host the evidence is of, and which of its boots.</summary>
public sealed record HostFacts
{
    public required string Name { get; init; }

    /// <summary>The kernel's boot_id (random(4)); null where the evidence does not hold it.</summary>
    public string? BootId { get; init; }

    /// <summary>How long the host had been up, from proc/uptime.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>True where the kernel is known to measure what is only read: its policy says so, or its command line.</summary>
    public bool MeasuresReading { get; init; }

    public static HostFacts Of(EvidenceRoot root) => new()
    {
        MeasuresReading = MeasuredReading.IsKnown(root),
        Name = NameOf(root),
        BootId = root.ReadLine("proc/sys/kernel/random/boot_id"),
        Uptime = UptimeOf(root),
    };

    private static string NameOf(EvidenceRoot root)
    {
        if (root.IsOwn)
            return Environment.MachineName;
        if (root.ReadLine("etc/hostname") is { } name)
            return name;
        return Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root.Name)));
    }

    internal static TimeSpan? UptimeOf(EvidenceRoot root) =>
        double.TryParse(root.ReadLine("proc/uptime")?.Split(' ')[0], NumberStyles.Float, null,
            out var seconds) && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
