using IntegrityWatch.Evidence;
using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>A process as a document within another.</summary>
internal static class ProcessInfoMapper
{
    public static void Put(this BsonDocument document, string field, ProcessInfo? process)
    {
        if (process is not null)
            document[field] = ToDocument(process);
    }

    public static ProcessInfo? OptionalProcess(this BsonDocument document, string field)
    {
        if (!document.TryGetValue(field, out var value))
            return null;
        return FromDocument(value as BsonDocument ?? throw DocumentFields.Missing(field));
    }

    private static BsonDocument ToDocument(ProcessInfo process)
    {
        var document = new BsonDocument();
        document.Put(Field.Pid, process.Pid);
        document.Put(Field.Ppid, process.Ppid);
        document.Put(Field.Uid, process.Uid);
        document.Put(Field.Auid, process.Auid);
        document.Put(Field.Gid, process.Gid);
        document.Put(Field.Euid, process.Euid);
        document.Put(Field.User, process.User);
        document.Put(Field.Comm, process.Comm);
        document.Put(Field.Exe, process.Exe);
        document.Put(Field.ParentExe, process.ParentExe);
        if (process.Ancestors is { } ancestors)
            document[Field.Ancestors] = new BsonArray(ancestors.Programs.Select(program => new BsonValue(program.Bytes.ToArray())));
        document.Put(Field.Command, process.Command);
        document.Put(Field.Tty, process.Tty);
        document.Put(Field.Session, process.Session);
        document.Put(Field.Key, process.Key);
        document.Put(Field.Time, process.Time);
        return document;
    }

    private static ProcessInfo FromDocument(BsonDocument document) => new()
    {
        Pid = (int?)document.OptionalNumber(Field.Pid),
        Ppid = (int?)document.OptionalNumber(Field.Ppid),
        Uid = (uint?)document.OptionalNumber(Field.Uid),
        Auid = (uint?)document.OptionalNumber(Field.Auid),
        Gid = (uint?)document.OptionalNumber(Field.Gid),
        Euid = (uint?)document.OptionalNumber(Field.Euid),
        User = document.OptionalText(Field.User),
        Comm = document.OptionalPath(Field.Comm),
        Exe = document.OptionalPath(Field.Exe),
        ParentExe = document.OptionalPath(Field.ParentExe),
        Ancestors = document.Has(Field.Ancestors)
            ? new ProcessChain(document.Array(Field.Ancestors).Select(program => DocumentFields.Path(program, Field.Ancestors)))
            : null,
        Command = document.OptionalText(Field.Command),
        Tty = document.OptionalText(Field.Tty),
        Session = (uint?)document.OptionalNumber(Field.Session),
        Key = document.OptionalText(Field.Key),
        Time = document.Time(Field.Time),
    };
}
