using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.History.Storage;

/// <summary>What the history says to people when it cannot be used: what and where in one line, then the next step.</summary>
internal static class HistoryFailure
{
    /// <summary>What the file is, to people.</summary>
    public const string Subject = "history";

    public static CannotCheckException Missing(string path) => new(
        $"no history at {path}", "run integritywatch scan or integritywatch baseline capture first");

    /// <summary>Another program's file, a link, a folder, a device: never read further, never changed.</summary>
    public static CannotCheckException NotAHistory(string path, string because) => new(
        $"not an IntegrityWatch history: {path}", $"{because}; name the history file with --db, or move this one away");

    public static HistoryDamagedException Damaged(string path, long position) => new($"history is damaged at byte {position}: {path}", WaysBack(path));

    public static HistoryDamagedException Unreadable(string path, Exception cause) => new(
        $"history cannot be read: {path}: {InOneLine(cause)}", WaysBack(path), cause);

    public static CannotCheckException NotDamaged(string path) => new(
        $"history is not damaged: {path}", "leave --replace-damaged out to import into it");

    public static CannotCheckException NothingToReplace(string path) => new(
        $"no history at {path}", "leave --replace-damaged out to begin one");

    public static CannotCheckException CannotSetAside(string path, string aside, int error) => new(
        $"damaged history cannot be set aside: {aside}: {Errno.Describe(error)}", $"move {path} away, then import without --replace-damaged");

    public static CannotCheckException Newer(string path, uint version) => new(
        $"history was written by a newer integritywatch, in format {version}: {path}", "update integritywatch on this host");

    /// <summary>Formats before 2 were never released.</summary>
    public static CannotCheckException Older(string path, uint version) => new(
        $"history was written before the first release of integritywatch, in format {version}: {path}",
        "move it away, scan, then capture a baseline or import one that was exported");

    /// <summary>Of a command that copies documents as they are.</summary>
    public static CannotCheckException NotMigrated(string path, uint version) => new(
        $"history is still in format {version}: {path}", "run integritywatch scan first: it brings it to this version's format, and keeps the old file");

    public static CannotCheckException CannotOpen(string path, int error) => new(
        $"history cannot be opened: {path}: {Errno.Describe(error)}", "run as root, or as the user whose history it is");

    public static HistoryBusyException Busy(string path) => new(
        $"another run holds the history: {path}", "wait for it to end; nothing needs to be removed if it was killed");

    /// <summary>The history was published anew, replaced or removed since this run opened it.</summary>
    public static CannotCheckException Replaced(string path) => new(
        $"the history was replaced during this run: {path}", "run again; what is there now was left as it is");

    public static CannotCheckException CannotLock(string path, int error) => new(
        $"history cannot be written: {path}: {Errno.Describe(error)}",
        $"{FolderOf(path)} must be a folder that this user can write to; run as root, or name another file with --db");

    public static CannotCheckException CannotCreateFolder(string path, Exception cause) => new(
        $"history folder cannot be created: {FolderOf(path)}: {InOneLine(cause)}",
        "create it, run as root, or name another file with --db", cause);

    public static CannotCheckException ForeignWorkingCopy(string workingCopy) => new(
        $"history cannot be written: {workingCopy} is not this user's own file", "look at what it is, then remove it");

    public static CannotCheckException CannotWrite(string path, Exception cause) => new(
        $"history could not be written: {path}: {InOneLine(cause)}",
        "free some space or mend the disk, then run again; the state before this run stands", cause);

    /// <summary>The one failure that comes too late to leave the old state.</summary>
    public static CannotCheckException Unsynchronised(string path, Exception cause) => new(
        $"history was published, but its folder could not be synchronised: {FolderOf(path)}: {InOneLine(cause)}",
        "a power cut may bring the state before back; mend the disk, then run again", cause);

    /// <summary>Where a history of an earlier format stays when it was brought to this version's.</summary>
    public static string FileOfFormat(string path, uint version) => $"{path}.format-{version}";

    public static string PreviousFile(string path) => path + ".previous";

    private static string WaysBack(string path)
    {
        var rebuild = $"integritywatch baseline import EXPORTED --replace-damaged --db {path} sets it aside and rebuilds it from an exported generation";
        return FileStatus.Of(PreviousFile(path)) is { IsRegularFile: true }
            ? $"the state before it is in {PreviousFile(path)}, copy that here; or {rebuild}"
            : $"{rebuild}; or restore it from a backup";
    }

    public static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";

    private static string InOneLine(Exception cause)
    {
        // The framework keeps the kernel's error number in an I/O error's code; its own text names the path again.
        if (cause is IOException { HResult: > 0 and < 4096 })
            return Errno.Describe(cause.HResult);
        var line = cause.Message.AsSpan();
        if (line.IndexOfAny('\r', '\n') is >= 0 and var end)
            line = line[..end];
        return line.TrimEnd('.').ToString();
    }
}
