using System.Globalization;

namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>A PATH record (1302): a file that the system call touched.</summary>
/// <param name="Name">As the process gave it, relative to the event's working folder where it is not absolute.</param>
/// <param name="NameType">
/// NORMAL, PARENT, CREATE, DELETE or UNKNOWN; null where the record does not say. Kernels before 4.13 write it as <c>objtype=</c>.
/// </param>
/// <param name="Device">Of the file system that the file lies on; null where the record does not say.</param>
public sealed record AuditPath(HostPath Name, string? NameType, DeviceNumber? Device = null)
{
    /// <summary>Null where the record names no file.</summary>
    internal static AuditPath? Parse(ReadOnlySpan<byte> body)
    {
        HostPath? name = null;
        string? nameType = null;
        DeviceNumber? device = null;
        foreach (var field in new AuditFields(body))
        {
            if (field.Is("name"u8)) name = field.ToBytes();
            else if (field.Is("nametype"u8) || field.Is("objtype"u8)) nameType = LossyUtf8.Decode(field.Value);
            else if (field.Is("dev"u8)) device = ParseDevice(field.Value);
        }
        return name is { } path ? new AuditPath(path, nameType, device) : null;
    }

    /// <summary><c>fe:00</c>, in hexadecimal (audit_log_name of the kernel).</summary>
    private static DeviceNumber? ParseDevice(ReadOnlySpan<byte> text)
    {
        return text.IndexOf((byte)':') is > 0 and var colon
            && uint.TryParse(text[..colon], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var major)
            && uint.TryParse(text[(colon + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var minor)
            ? new DeviceNumber(major, minor)
            : null;
    }
}
