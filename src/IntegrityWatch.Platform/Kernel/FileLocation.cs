using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>Where an open file lies, by what the kernel says in /proc/self/fd.</summary>
public static unsafe class FileLocation
{
    private const int DeletedMarkLength = 10;

    /// <summary>As this process sees it; empty where /proc does not tell. A pipe between two programs is <c>pipe:[4711]</c>.</summary>
    public static byte[] Of(SafeFileHandle file)
    {
        Span<byte> location = stackalloc byte[2 * HostPath.MostBytes];
        return location[..ReadLink(file, location)].ToArray();
    }

    /// <summary>As a process confined to the folder would see it; null where it lies outside or is gone.</summary>
    public static HostPath? Within(SafeFileHandle folder, SafeFileHandle file)
    {
        Span<byte> within = stackalloc byte[2 * HostPath.MostBytes];
        Span<byte> whole = stackalloc byte[2 * HostPath.MostBytes];
        var length = ReadLink(folder, within);
        var path = whole[..ReadLink(file, whole)];
        var prefix = within[..length].TrimEnd((byte)'/');
        if (path.EndsWith(" (deleted)"u8) && path.Length > DeletedMarkLength)
            return null;
        if (!path.StartsWith(prefix))
            return null;
        path = path[prefix.Length..];
        return path.IsEmpty ? HostPath.Of("/") : path[0] == '/' ? new HostPath(path) : null;
    }

    /// <summary>What a link that was opened itself says; null where it is none.</summary>
    public static HostPath? TargetOf(SafeFileHandle link)
    {
        Span<byte> target = stackalloc byte[HostPath.MostBytes];
        fixed (byte* buffer = target)
        {
            var length = (int)Libc.ReadLinkAt(link, "", buffer, (nuint)target.Length);
            return length > 0 ? new HostPath(target[..length]) : null;
        }
    }

    /// <summary>True where it has a POSIX access list (acl(5)).</summary>
    internal static bool HasAccessList(SafeFileHandle file) => Libc.GetAttribute(LinkTo(file), "system.posix_acl_access", null, 0) > 0;

    private static int ReadLink(SafeFileHandle file, Span<byte> target)
    {
        fixed (byte* buffer = target)
            return Math.Max((int)Libc.ReadLink(LinkTo(file), buffer, (nuint)target.Length), 0);
    }

    private static string LinkTo(SafeFileHandle file) => $"/proc/self/fd/{file.DangerousGetHandle()}";
}
