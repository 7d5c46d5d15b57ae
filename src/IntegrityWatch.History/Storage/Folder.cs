using System.Runtime.InteropServices;
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
        if (Libc.MakeFolder(folder, 0x1c0 /* 0700 */) != 0 && Marshal.GetLastPInvokeError() != Libc.AlreadyExists)
            throw new IOException(Libc.Describe(Marshal.GetLastPInvokeError()));
        Synchronise(above);
    }

    /// <summary>What was created or renamed in the folder survives a power cut from here on.</summary>
    public static void Synchronise(string folder)
    {
        using var opened = Libc.Open(folder, Libc.ReadOnly | Libc.Directory | Libc.CloseOnExec);
        // Some file systems have nothing to synchronise for a folder, and say so with this error.
        if (opened is null || (Libc.FSync(opened) != 0 && Marshal.GetLastPInvokeError() != Libc.InvalidArgument))
            throw new IOException(Libc.Describe(Marshal.GetLastPInvokeError()));
    }
}
