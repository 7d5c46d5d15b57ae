using System.Text;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>The kernel's audit system, to which a privileged program can say something (netlink(7), NETLINK_AUDIT).</summary>
public static unsafe class AuditSocket
{
    private const int NetlinkFamily = 16;
    private const int RawSocket = 3;
    private const int CloseOnExec = 0x80000;
    private const int AuditProtocol = 9;

    /// <summary>AUDIT_USER: the kernel writes the text into a record of its own, with who said it.</summary>
    private const ushort UserMessage = 1005;

    private const ushort Request = 1;
    private const int HeaderSize = 16;
    private const int AddressSize = 12;
    private const int MostBytes = 64 * 1024;

    /// <summary>CAP_AUDIT_WRITE, as a bit of what <c>/proc/self/status</c> says.</summary>
    private const ulong MayWriteAudit = 1UL << 29;

    /// <summary>
    /// Has the kernel write the text into a USER record. True says that the kernel took it, and not that it was written: without CAP_AUDIT_WRITE,
    /// or where auditing is off, it is not.
    /// </summary>
    /// <param name="text">Printable ASCII, at most a few hundred characters.</param>
    public static bool TrySay(string text)
    {
        if (!HasRight(EffectiveRights()))
            return false;
        using var socket = LinuxCalls.Socket(NetlinkFamily, RawSocket | CloseOnExec, AuditProtocol);
        if (socket is null)
            return false;
        var message = Message(text);
        Span<byte> kernel = stackalloc byte[AddressSize];
        kernel.Clear();
        BitConverter.TryWriteBytes(kernel, (ushort)NetlinkFamily);
        return LinuxCalls.SendTo(socket, message, kernel) == message.Length;
    }

    /// <param name="status">The text of <c>/proc/self/status</c>.</param>
    internal static bool HasRight(string status)
    {
        const string Field = "\nCapEff:\t";
        var start = status.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        return start >= Field.Length && status.Length >= start + 16
            && ulong.TryParse(status.AsSpan(start, 16), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var rights) && (rights & MayWriteAudit) != 0;
    }

    private static string EffectiveRights()
    {
        using var status = NamedFile.OpenAny("/proc/self/status");
        return Encoding.Latin1.GetString(NamedFile.ReadAll(status, MostBytes) ?? []);
    }

    /// <summary>A header of netlink, and the text with the zero byte that the kernel expects behind it, in the host's byte order.</summary>
    internal static byte[] Message(string text)
    {
        var message = new byte[HeaderSize + Encoding.ASCII.GetByteCount(text) + 1];
        BitConverter.TryWriteBytes(message, message.Length);
        BitConverter.TryWriteBytes(message.AsSpan(4), UserMessage);
        BitConverter.TryWriteBytes(message.AsSpan(6), Request);
        BitConverter.TryWriteBytes(message.AsSpan(8), 1);
        Encoding.ASCII.GetBytes(text, message.AsSpan(HeaderSize));
        return message;
    }
}
