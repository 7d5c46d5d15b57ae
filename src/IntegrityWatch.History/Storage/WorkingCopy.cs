using System.Diagnostics;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.History.Storage;

/// <summary>
/// The file beside a history in which its next state is written. It is the lock too: whoever holds it is the one writer. What
/// a killed run left is taken over, so nothing needs cleaning up after it.
/// </summary>
internal sealed class WorkingCopy : IDisposable
{
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int Attempts = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly string historyPath;
    private readonly SafeFileHandle file;
    private bool renamed;

    private WorkingCopy(string historyPath, SafeFileHandle file)
    {
        this.historyPath = historyPath;
        this.file = file;
    }

    public SafeFileHandle File => file;

    public string Path => PathFor(historyPath);

    /// <summary>Waits for another run that has it, and gives up after the time that it is given.</summary>
    /// <exception cref="CannotCheckException">Another run has it, or the folder cannot be written.</exception>
    public static WorkingCopy Take(string historyPath, TimeSpan timeout)
    {
        var clock = Stopwatch.StartNew();
        while (true)
            try
            {
                return Take(historyPath);
            }
            catch (HistoryBusyException) when (clock.Elapsed < timeout)
            {
                Interruption.Token.WaitHandle.WaitOne(Pace);
                Interruption.Token.ThrowIfCancellationRequested();
            }
    }

    /// <exception cref="CannotCheckException">Another run has it, or the folder cannot be written, or others can write it.</exception>
    public static WorkingCopy Take(string historyPath)
    {
        WriteProtection.CheckFolder(HistoryFailure.FolderOf(historyPath), HistoryFailure.Subject);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (TryTake(historyPath, Open(historyPath)) is { } taken)
                return taken;
        }
        throw HistoryFailure.Busy(historyPath);
    }

    /// <summary>Creates the folder first.</summary>
    public static WorkingCopy TakeInNewFolder(string historyPath)
    {
        try
        {
            Folder.Ensure(HistoryFailure.FolderOf(historyPath));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw HistoryFailure.CannotCreateFolder(historyPath, exception);
        }
        return Take(historyPath);
    }

    /// <summary>Makes this the history, in one step, and keeps the one before it where the file system has hard links.</summary>
    /// <param name="damaged">What is in its place, where that is to be kept for good; what was kept before it stays, too.</param>
    /// <param name="earlierFormat">The format of what is in its place, where that is an earlier one: it is kept under that format's name.</param>
    public void Publish(DamagedFile? damaged = null, uint? earlierFormat = null)
    {
        Moments.Before("fsync");
        Check(LinuxCalls.Synchronise(file));
        // The history must never be without its name, so the older state gets a second one instead of being renamed.
        if (earlierFormat is { } format)
            Keep(HistoryFailure.FileOfFormat(historyPath, format));
        if (damaged is null)
            Keep(HistoryFailure.PreviousFile(historyPath));
        else
            damaged.SetAside();
        Moments.Before("rename");
        Check(LinuxCalls.Rename(Path, historyPath));
        renamed = true;
        try
        {
            Moments.Before("fsync of the folder");
            Folder.Synchronise(HistoryFailure.FolderOf(historyPath));
        }
        catch (IOException exception)
        {
            throw HistoryFailure.Unsynchronised(historyPath, exception);
        }
    }

    private void Keep(string name)
    {
        Moments.Before("unlink");
        _ = LinuxCalls.Unlink(name);
        Moments.Before("link");
        _ = LinuxCalls.Link(historyPath, name);
    }

    /// <summary>Removes the file unless it was published, then lets the next run in.</summary>
    public void Dispose()
    {
        // Once the lock is gone the name may stand for the next run's file.
        if (!renamed && !file.IsClosed)
            _ = LinuxCalls.Unlink(Path);
        // Closing is not enough: a child that this process is just starting holds a copy of the descriptor until it executes.
        if (!file.IsClosed)
            LinuxCalls.Unlock(file);
        file.Dispose();
    }

    /// <summary>
    /// Locks a working copy that was opened. Null where the run before published or removed it in between: it may be the
    /// history by now, and must not be touched.
    /// </summary>
    internal static WorkingCopy? TryTake(string historyPath, SafeFileHandle file)
    {
        var path = PathFor(historyPath);
        try
        {
            if (LinuxCalls.TryLock(file) is var result and not 0)
                throw result == -Errno.TryAgain ? HistoryFailure.Busy(historyPath) : HistoryFailure.CannotLock(historyPath, -result);

            var status = FileStatus.Of(file) ?? throw new IOException("its status cannot be read");
            if (FileStatus.Of(path) is not { } named || !named.IsSameFileAs(status))
            {
                file.Dispose();
                return null;
            }
            // Another user's file, or one with a second name, must not become the history: its owner could go on writing to it.
            if (!status.IsRegularFile || status.Links != 1 || status.Owner != LinuxCalls.EffectiveUser())
                throw HistoryFailure.ForeignWorkingCopy(path);
            Check(LinuxCalls.SetMode(file, Mode));
            Moments.Before("ftruncate");
            RandomAccess.SetLength(file, 0);
            return new WorkingCopy(historyPath, file);
        }
        catch (Exception exception)
        {
            file.Dispose();
            if (exception is IOException)
                throw HistoryFailure.CannotWrite(historyPath, exception);
            throw;
        }
    }

    private static SafeFileHandle Open(string historyPath)
    {
        var path = PathFor(historyPath);
        return LinuxCalls.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NoFollow | OpenFlags.NonBlocking, out var error, Mode)
            ?? throw (error is Errno.TooManyLinks or Errno.IsAFolder
                ? HistoryFailure.ForeignWorkingCopy(path)
                : HistoryFailure.CannotLock(historyPath, error));
    }

    private static string PathFor(string historyPath) => historyPath + ".next";

    private static void Check(int result)
    {
        if (result != 0)
            throw new IOException(Errno.Describe(-result));
    }
}
