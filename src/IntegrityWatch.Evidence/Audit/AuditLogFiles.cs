using System.Collections;
using System.Globalization;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// Audit logs to be read as one stream of records, oldest first. All are opened before the first is read, so that a rotation in
/// between loses none.
/// </summary>
public sealed class AuditLogFiles : IReadOnlyList<AuditLogFile>, IDisposable
{
    private const string Current = "audit.log";

    /// <summary>auditd's num_logs has three digits.</summary>
    private const int HighestNumber = 999;

    /// <summary>In bytes: holds the first record, whose stamp no other file's first record has.</summary>
    private const int FingerprintSize = 512;

    private readonly IReadOnlyList<AuditLogFile> files;

    /// <param name="oldestFirst">Disposed with this.</param>
    public AuditLogFiles(IReadOnlyList<AuditLogFile> oldestFirst) => files = oldestFirst;

    public int Count => files.Count;

    public AuditLogFile this[int index] => files[index];

    /// <summary>
    /// The rotated set of a folder: <c>audit.log</c> is the newest, a higher number is older. Empty where there is none. A file
    /// of no length is left out unopened: an empty log says nothing, and a pipe or a device in its place would never end.
    /// </summary>
    /// <exception cref="CannotCheckException">The folder or a log in it may not be read.</exception>
    public static AuditLogFiles Under(string folder)
    {
        var opened = new List<AuditLogFile>();
        try
        {
            // Newest first, and one number more than there was: what a rotation renames meanwhile is met twice, and never missed.
            var oldest = Numbers(folder).DefaultIfEmpty(-2).Max() + 1;
            for (var number = 0; number <= oldest; number++)
            {
                var path = PathOf(folder, number);
                if (new FileInfo(path) is { Exists: true, Length: > 0 } && AuditLogFile.TryOpen(path) is { } file)
                    AddUnlessSame(opened, file);
            }
        }
        catch
        {
            opened.ForEach(file => file.Dispose());
            throw;
        }
        opened.Reverse();
        return new AuditLogFiles(opened);
    }

    public IEnumerator<AuditLogFile> GetEnumerator() => files.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        foreach (var file in files)
            file.Dispose();
    }

    private static string PathOf(string folder, int number) =>
        Path.Combine(folder, number == 0 ? Current : string.Create(CultureInfo.InvariantCulture, $"{Current}.{number}"));

    /// <summary>0 stands for the file without a number.</summary>
    private static IEnumerable<int> Numbers(string folder)
    {
        foreach (var path in Names(folder))
        {
            var suffix = Path.GetFileName(path.AsSpan())[Current.Length..];
            if (suffix.IsEmpty)
                yield return 0;
            else if (suffix is ['.', >= '1' and <= '9', ..]
                && int.TryParse(suffix[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= HighestNumber)
                yield return number;
        }
    }

    private static string[] Names(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, Current + "*");
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException(
                $"cannot read the folder of audit logs: {folder}", "run as root, or let this user read the logs", error);
        }
    }

    private static void AddUnlessSame(List<AuditLogFile> opened, AuditLogFile file)
    {
        if (opened.Count > 0 && Fingerprint(opened[^1]).AsSpan().SequenceEqual(Fingerprint(file)))
            file.Dispose();
        else
            opened.Add(file);
    }

    private static byte[] Fingerprint(AuditLogFile file)
    {
        var bytes = new byte[FingerprintSize];
        var length = file.Content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        file.Content.Position = 0;
        return bytes[..length];
    }
}
