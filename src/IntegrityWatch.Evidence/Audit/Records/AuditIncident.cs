namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>
/// What the integrity subsystem had to say apart from hashes: an appraisal, a violation, a change of its policy (records 1800 to
/// 1804, 1806, 1807). <see cref="Result"/> misleads: judge by <see cref="Op"/> and <see cref="Cause"/>.
/// </summary>
public sealed record AuditIncident
{
    /// <summary>In bytes.</summary>
    private const int LongestText = 1024;

    public required AuditRecordType Type { get; init; }

    /// <summary>For example <c>appraise_data</c>, <c>invalid_pcr</c>, <c>policy_update</c>.</summary>
    public string? Op { get; init; }

    /// <summary>
    /// For example <c>missing-hash</c>, <c>open_writers</c>. Where the record has none (a loaded policy rule, an EVM attribute)
    /// it is the record's body.
    /// </summary>
    public string? Cause { get; init; }

    public HostPath? File { get; init; }

    /// <summary>The kernel's <c>res=</c>.</summary>
    public bool? Result { get; init; }

    public required ProcessInfo Process { get; init; }

    /// <summary>See <see cref="Uses.LogPlace"/>.</summary>
    public long Fingerprint { get; init; }

    internal static AuditIncident Parse(AuditRecordType type, ReadOnlySpan<byte> body, DateTimeOffset time)
    {
        string? op = null;
        string? cause = null;
        HostPath? file = null;
        bool? result = null;
        var process = new AuditProcessFields();
        foreach (var field in new AuditFields(body))
        {
            if (process.Take(field)) continue;
            if (field.Is("op"u8)) op = Text(field.Value);
            else if (field.Is("cause"u8)) cause = Text(field.Value);
            else if (field.Is("name"u8)) file = field.ToBytes();
            else if (field.Is("res"u8)) result = field.ToInt32() is { } number ? number == 1 : null;
        }
        return new AuditIncident
        {
            Type = type,
            Op = op,
            Cause = cause ?? Text(body),
            File = file,
            Result = result,
            Process = process.ToProcess(time),
        };
    }

    private static string Text(ReadOnlySpan<byte> value) => LossyUtf8.Decode(value[..Math.Min(value.Length, LongestText)]);
}
