using System.Globalization;

namespace IntegrityWatch.Doctor.Auditing;

/// <summary>What auditd keeps, by its configuration (auditd.conf(5)).</summary>
internal sealed class AuditdSettings
{
    public const string File = "etc/audit/auditd.conf";

    private const int MostBytes = 256 * 1024;
    private const long Mebibyte = 1024 * 1024;

    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>False where there is no configuration: auditd then does what it is built to.</summary>
    public bool AreThere { get; private init; }

    /// <summary>Null where it does not say.</summary>
    public string? LogFile => values.GetValueOrDefault("log_file");

    public bool WritesNoLog => Is("write_logs", "no");

    public string? Format => values.GetValueOrDefault("log_format");

    /// <summary>In MiB, for each file.</summary>
    public long FileSize => Number("max_log_file", 8);

    public long Files => Number("num_logs", 5);

    /// <summary>How many bytes the log can hold before the oldest go; null where it grows on, or ends there.</summary>
    public long? Room => Is("max_log_file_action", "ROTATE") || !values.ContainsKey("max_log_file_action") ? FileSize * Math.Max(Files, 1) * Mebibyte : null;

    /// <summary>What happens when a file is full, where that is not to rotate.</summary>
    public string? FullAction => Room is null ? values["max_log_file_action"] : null;

    /// <summary>True where the end of the room is the end of auditing.</summary>
    public bool StopsWhenFull => Is("max_log_file_action", "SUSPEND") || Is("max_log_file_action", "IGNORE");

    /// <exception cref="CannotCheckException">It is there and cannot be read.</exception>
    public static AuditdSettings Of(EvidenceRoot root)
    {
        var text = root.ReadText(File, MostBytes);
        var settings = new AuditdSettings { AreThere = text is not null };
        foreach (var line in (text ?? "").Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && !line.StartsWith('#'))
                settings.values[line[..equals].Trim()] = line[(equals + 1)..].Trim();
        }
        return settings;
    }

    private bool Is(string name, string value) => string.Equals(values.GetValueOrDefault(name), value, StringComparison.OrdinalIgnoreCase);

    private long Number(string name, long otherwise) =>
        uint.TryParse(values.GetValueOrDefault(name), NumberStyles.None, null, out var number) ? number : otherwise;
}
