using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Evidence.Disk;

/// <summary>Whose a file or folder is, and who else may write to it.</summary>
/// <param name="Owner">The user's id.</param>
/// <param name="Mode">The permission bits, with those for set-id and sticky.</param>
public readonly record struct FileOwnership(uint Owner, int Mode)
{
    private const int OthersWrite = 0x2;

    /// <summary>In such a folder, /tmp for one, everybody removes and renames only what is their own.</summary>
    private const int Sticky = 0x200;

    /// <summary>True where anybody can change it, or replace what is in it.</summary>
    public bool IsWorldWritable => (Mode & (OthersWrite | Sticky)) == OthersWrite;

    /// <summary>Of what a path leads to, links followed; null where nothing is there or it cannot be asked.</summary>
    public static FileOwnership? Of(string path)
    {
        var descriptor = Native.OpenFolder(path);
        if (descriptor < 0)
            return null;
        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        return Of(file);
    }

    /// <summary>Null where it cannot be asked.</summary>
    internal static FileOwnership? Of(SafeFileHandle file) => Native.OwnershipOf(file);
}
