using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Files;

/// <summary>Whom a file or folder belongs to, and who may write it (inode(7)).</summary>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="Owner">The user's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="HasAccessList">
/// True where it has a POSIX access list: the bits of the group then bound what any user or group on the list may do (acl(5)).
/// </param>
public readonly record struct WriteRights(int Mode, uint Owner, uint Group, bool HasAccessList)
{
    private const int TypeMask = 0xF000;
    private const int FolderType = 0x4000;
    private const int DeviceType = 0x2000;
    private const int PipeType = 0x1000;
    private const int SocketType = 0xC000;
    private const int Sticky = 0x200;
    private const int GroupMayWrite = 0x10;
    private const int OthersMayWrite = 0x2;
    private const int Permissions = 0xFFF;

    /// <summary>Of what a path leads to, links followed; null where nothing is there or it cannot be asked.</summary>
    public static WriteRights? Of(string path)
    {
        using var file = LinuxCalls.Open(path, OpenFlags.PathOnly, out _);
        return file is null ? null : Of(file);
    }

    /// <summary>Null where they cannot be told.</summary>
    public static WriteRights? Of(SafeFileHandle file) =>
        FileStatus.Of(file) is { } status ? new(status.Mode, status.Owner, status.Group, FileLocation.HasAccessList(file)) : null;

    /// <summary>True where others than root and the user who runs this program may write.</summary>
    public bool IsOpenToOthers => IsOpen(LinuxCalls.EffectiveGroup());

    /// <summary>True for a terminal and for /dev/null: it keeps no content that could have been changed.</summary>
    public bool IsDevice => (Mode & TypeMask) == DeviceType;

    public bool IsFolder => (Mode & TypeMask) == FolderType;

    public bool IsPipe => (Mode & TypeMask) == PipeType;

    public bool IsSocket => (Mode & TypeMask) == SocketType;

    /// <summary>Its permissions as chmod(1) takes them.</summary>
    public string Octal => Convert.ToString(Mode & Permissions, 8).PadLeft(4, '0');

    /// <summary>Its owner can write it or let others write it, whatever the permissions are.</summary>
    public bool IsForeign(uint user) => Owner != 0 && Owner != user;

    /// <summary>
    /// True where a user beside the owner may write. Root's group and the user's own are no others: many a system gives each user
    /// a group to be alone in, and lets it write. In a sticky folder others make files, and replace none of ours.
    /// </summary>
    public bool IsOpen(uint group)
    {
        if ((Mode & (TypeMask | Sticky)) == (FolderType | Sticky))
            return false;
        var isOthers = (Mode & OthersMayWrite) != 0;
        var isGroups = (Mode & GroupMayWrite) != 0 && (HasAccessList || (Group != 0 && Group != group));
        return isOthers || isGroups;
    }
}
