using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Packages;

/// <summary>Tells whether a file is still the one that it was, without reading it.</summary>
internal static class FileStamp
{
    /// <summary>Its inode, size, time of its content, and the time of any change, which no call can set.</summary>
    public static string Of(FileStream file)
    {
        var status = FileStatus.Of(file.SafeFileHandle) ?? default;
        return $"{status.Inode}:{file.Length}:{File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks}:{status.ChangeTime}";
    }
}
