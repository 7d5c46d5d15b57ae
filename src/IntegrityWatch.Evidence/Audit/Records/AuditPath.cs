namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>A PATH record (1302): a file that the system call touched.</summary>
/// <param name="Name">As the process gave it, relative to the event's working folder where it is not absolute.</param>
/// <param name="NameType">NORMAL, PARENT, CREATE, DELETE or UNKNOWN; null where the record does not say.</param>
public sealed record AuditPath(HostPath Name, string? NameType)
{
    /// <summary>Null where the record names no file.</summary>
    internal static AuditPath? Parse(ReadOnlySpan<byte> body)
    {
        HostPath? name = null;
        string? nameType = null;
        foreach (var field in new AuditFields(body))
        {
            if (field.Is("name"u8)) name = field.ToBytes();
            else if (field.Is("nametype"u8)) nameType = LossyUtf8.Decode(field.Value);
        }
        return name is { } path ? new AuditPath(path, nameType) : null;
    }
}
