using IntegrityWatch.History.Storage;
using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.History.Outbox;

/// <summary>
/// Whoever holds it is the one run that sends what waits, so that nothing is sent twice. Scans go on meanwhile: it is not the history's own lock. It
/// is a file beside the history, which stays there, empty.
/// </summary>
public sealed class OutboxLock : IDisposable
{
    private readonly SafeFileHandle file;

    private OutboxLock(SafeFileHandle file) => this.file = file;

    /// <summary>Null where another run has it, or the folder cannot be written.</summary>
    public static OutboxLock? TryTake(string historyPath)
    {
        var file = LinuxCalls.Open(historyPath + ".sending",
            OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NoFollow | OpenFlags.NonBlocking, out _, WorkingCopy.Mode);
        if (file is null)
            return null;
        if (LinuxCalls.TryLock(file) == 0)
            return new OutboxLock(file);
        file.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (!file.IsClosed)
            LinuxCalls.Unlock(file);
        file.Dispose();
    }
}
