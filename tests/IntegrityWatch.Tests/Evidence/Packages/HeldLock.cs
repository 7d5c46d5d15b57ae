using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Tests.Evidence.Packages;

/// <summary>
/// A record lock on a whole file, held by an open file and not by the process (F_OFD_SETLK), so that the process that asks sees it as it sees
/// a package manager's.
/// </summary>
internal sealed partial class HeldLock : IDisposable
{
    private const int SetLock = 37;
    private const short ToRead = 0;
    private const short ToWrite = 1;

    private readonly FileStream file;

    private HeldLock(FileStream file) => this.file = file;

    public static HeldLock Of(string path, bool isToWrite = true)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var asked = new RecordLock { Type = isToWrite ? ToWrite : ToRead };
        Assert.Equal(0, Control(file.SafeFileHandle, SetLock, ref asked));
        return new HeldLock(file);
    }

    public void Dispose() => file.Dispose();

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, ref RecordLock record);

    [StructLayout(LayoutKind.Sequential)]
    private struct RecordLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
