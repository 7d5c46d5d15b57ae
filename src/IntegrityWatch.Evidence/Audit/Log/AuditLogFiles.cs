using System.Collections;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// Audit logs to be read as one stream of records, oldest first. All are opened before the first is read, so that a rotation in
/// between loses none.
/// </summary>
public sealed class AuditLogFiles : IReadOnlyList<AuditLogFile>, IDisposable
{
    private const string Current = "var/log/audit/audit.log";
    private const string Compressed = ".gz";

    /// <summary>How many numbers in a row may be missing before no older log is looked for.</summary>
    private const int MostMissing = 10;

    /// <summary>auditd's num_logs has three digits.</summary>
    private const int HighestNumber = 999;

    private readonly IReadOnlyList<AuditLogFile> files;

    /// <param name="oldestFirst">Disposed with this.</param>
    public AuditLogFiles(IReadOnlyList<AuditLogFile> oldestFirst) => files = oldestFirst;

    public int Count => files.Count;

    public AuditLogFile this[int index] => files[index];

    /// <summary>
    /// The rotated set of the host under a root: <c>audit.log</c> is the newest, a higher number is older; <c>.gz</c> behind it where
    /// something else than auditd rotates. Empty where there is none. An empty file is left out.
    /// </summary>
    /// <param name="root">Of the host.</param>
    /// <param name="withCompressed">False to leave out what was compressed.</param>
    /// <exception cref="CannotCheckException">A log is there and may not be read.</exception>
    public static AuditLogFiles Under(EvidenceRoot root, bool withCompressed = true) => OpenAll(opened =>
    {
        // Newest first, and on past the oldest: what a rotation renames meanwhile is met twice, and never missed.
        var missing = 0;
        for (var number = 0; number <= HighestNumber && missing < MostMissing; number++)
        {
            var path = number == 0 ? Current : $"{Current}.{number}";
            var content = root.Open(path);
            var packed = withCompressed && number > 0 ? root.Open(path + Compressed) : null;
            missing = content is null && packed is null ? missing + 1 : 0;
            if (content is not null)
                opened.Add(new AuditLogFile(root.Locate(path), content));
            if (packed is not null)
                opened.Add(new AuditLogFile(root.Locate(path + Compressed), new CompressedLog(packed)));
        }
        opened.Reverse();
        DropEmptyAndRepeated(opened);
    });

    /// <summary>Logs by their names, oldest first; <c>-</c> is standard input.</summary>
    /// <exception cref="CannotCheckException">One is not there, or may not be read.</exception>
    public static AuditLogFiles Named(IEnumerable<string> oldestFirst, CancellationToken interrupted = default) => OpenAll(opened =>
    {
        foreach (var name in oldestFirst)
            opened.Add(name == "-" ? new AuditLogFile("standard input", new StandardInput(interrupted)) : AuditLogFile.Open(name, interrupted));
    });

    /// <summary>The file in which an earlier read ended, rather than a copy of it; -1 where there is none.</summary>
    /// <exception cref="CannotCheckException">Reading one failed.</exception>
    internal int IndexOf(AuditPosition position)
    {
        var found = -1;
        for (var i = files.Count - 1; i >= 0; i--)
        {
            if (files[i].FingerprintBefore(position.ReadTo) is not { } fingerprint
                || !fingerprint.AsSpan().SequenceEqual(position.Fingerprint))
                continue;
            if (position.Inode != 0 && files[i].Identity == (position.Device, position.Inode))
                return i;
            if (found < 0)
                found = i;
        }
        return found;
    }

    public IEnumerator<AuditLogFile> GetEnumerator() => files.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        foreach (var file in files)
            file.Dispose();
    }

    private static AuditLogFiles OpenAll(Action<List<AuditLogFile>> open)
    {
        var opened = new List<AuditLogFile>();
        try
        {
            open(opened);
        }
        catch
        {
            opened.ForEach(file => file.Dispose());
            throw;
        }
        return new AuditLogFiles(opened);
    }

    /// <summary>Of a file that was met twice its older place is the true one: that is where the rotation moved it.</summary>
    private static void DropEmptyAndRepeated(List<AuditLogFile> oldestFirst)
    {
        var heads = new HashSet<string>();
        oldestFirst.RemoveAll(file =>
        {
            var head = file.Head();
            if (file.Damage is not null)
                return false;
            var isDropped = head.Length == 0 || !heads.Add(Convert.ToHexString(head));
            if (isDropped)
                file.Dispose();
            return isDropped;
        });
    }
}
