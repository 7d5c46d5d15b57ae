using System.Text.RegularExpressions;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Tests.Evidence.Audit;

/// <summary>An evidence root whose audit log grows and rotates as under auditd, and is read on each time from where it was read to.</summary>
internal sealed partial class LogFolder : IDisposable
{
    private readonly string top = Directory.CreateTempSubdirectory("audit-").FullName;
    private int rotations;

    public LogFolder() => Folder = Directory.CreateDirectory(Path.Combine(top, "var/log/audit")).FullName;

    public string Folder { get; private set; }

    public string Log => Path.Combine(Folder, "audit.log");

    public AuditPosition? Position { get; set; }

    /// <summary>What all reads told.</summary>
    public List<AuditEvent> Events { get; } = [];

    /// <summary>What all reads counted: records, integrity rules, keyed events, malformed lines, events, lost records, missing serials.</summary>
    public (long Records, long Rules, long Keyed, long Malformed, long Events, long Lost, long Missing) Sum { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        using var log = new FileStream(Log, FileMode.Append);
        log.Write(bytes);
    }

    public void Append(params string[] lines) => Append(SomeLog.Bytes(lines));

    /// <summary>Renames the oldest first, and removes what is beyond <paramref name="mostFiles"/>.</summary>
    public void Rotate(int mostFiles = int.MaxValue)
    {
        for (var number = rotations; number >= 0; number--)
        {
            var name = number == 0 ? Log : $"{Log}.{number}";
            if (!File.Exists(name))
                continue;
            if (number + 1 >= mostFiles)
                File.Delete(name);
            else
                File.Move(name, $"{Log}.{number + 1}");
        }
        rotations++;
        File.Create(Log).Dispose();
    }

    /// <summary>Moves on to a copy of the whole folder: the same bytes in other inodes.</summary>
    public void Copy()
    {
        var folder = Directory.CreateDirectory(Folder + "-copy").FullName;
        foreach (var file in Directory.GetFiles(Folder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        Directory.Delete(Folder, recursive: true);
        Directory.Move(folder, Folder);
    }

    /// <summary>Reads what is new.</summary>
    /// <param name="now">The clock of a host that is still writing; null where nobody is.</param>
    public (IReadOnlyList<AuditEvent> Events, AuditStatistics Statistics) Read(DateTimeOffset? now = null)
    {
        var (events, read, position) = Read(Position, now);
        Position = position;
        Events.AddRange(events);
        Sum = (Sum.Records + read.Records, Sum.Rules + read.IntegrityRules, Sum.Keyed + read.KeyedEvents,
            Sum.Malformed + read.MalformedLines, Sum.Events + read.Events, Sum.Lost + read.LostRecords, Sum.Missing + read.MissingSerials);
        return (events, read);
    }

    /// <summary>Reads all that is there, as if for the first time.</summary>
    public (IReadOnlyList<AuditEvent> Events, AuditStatistics Statistics) ReadAll()
    {
        var (events, read, _) = Read(from: null);
        return (events, read);
    }

    /// <summary>Fails where the reads so far did not tell and count what one read of everything does.</summary>
    public void AssertReadsAddUp()
    {
        var (events, read) = ReadAll();
        Assert.Equal(
            (read.Records, read.IntegrityRules, read.KeyedEvents, read.MalformedLines, read.Events, read.LostRecords, read.MissingSerials), Sum);
        var last = new List<AuditEvent>();
        foreach (var told in Events)
        {
            if (told.IsToldAgain)
                last.RemoveAt(last.FindLastIndex(before => before.Stamp == told.Stamp));
            last.Add(told);
        }
        Assert.Equal(Texts(events), Texts(last));
    }

    public void Dispose() => Directory.Delete(top, recursive: true);

    private (IReadOnlyList<AuditEvent>, AuditStatistics, AuditPosition?) Read(AuditPosition? from, DateTimeOffset? now = null)
    {
        using var root = new EvidenceRoot(top);
        using var files = AuditLogFiles.Under(root);
        var reader = new AuditLogReader();
        var events = reader.Read(files, from, now).ToList();
        return (events, reader.Statistics, reader.Position);
    }

    /// <summary>Without the parent's program, which is not remembered from read to read.</summary>
    private static IEnumerable<string> Texts(IEnumerable<AuditEvent> events) =>
        events.Select(told => Parent().Replace(SomeLog.Describe(told), "")).Order(StringComparer.Ordinal);

    [GeneratedRegex(" (ParentExe|Ancestors) = [^,]*,")]
    private static partial Regex Parent();
}
