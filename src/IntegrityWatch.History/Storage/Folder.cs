using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.History.Storage;

/// <summary>The folder that a history lies in.</summary>
internal static class Folder
{
    /// <summary>Creates the folder and those above it where they are missing, for their owner alone.</summary>
    public static void Ensure(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var above = HistoryFailure.FolderOf(folder);
        Ensure(above);
        if (LinuxCalls.MakeFolder(folder, WorkingCopy.Mode | UnixFileMode.UserExecute) is var result and not (0 or -Errno.AlreadyExists))
            throw new IOException(Errno.Describe(-result));
        Synchronise(above);
    }

    /// <summary>What was created or renamed in the folder survives a power cut from here on.</summary>
    public static void Synchronise(string folder)
    {
        if (LinuxCalls.SynchroniseFolder(folder) is var result and not 0)
            throw new IOException(Errno.Describe(-result));
    }
}
