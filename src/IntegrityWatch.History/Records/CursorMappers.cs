using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.History.Records;

internal sealed class BootCursorMapper() : RecordMapper<BootCursor>(Collections.Cursors)
{
    public override RecordKey KeyOf(BootCursor record) => RecordKey.Of(record.BootId);

    protected override BootCursor Map(DocumentMap map, BootCursor? cursor) => new()
    {
        BootId = map.Text("boot", cursor?.BootId),
        Memory = MapMemory(map, cursor?.Memory),
        LastScanned = map.Time("scanned", cursor?.LastScanned),
    };

    // What is not there in a history of an earlier version is left out.
    private static ListMemory MapMemory(DocumentMap map, ListMemory? memory) => new(
        new ListPosition
        {
            Form = map.Text("form", memory?.Position.Form),
            Entries = map.Number("entries", memory?.Position.Entries),
            Dropped = map.OptionalNumber("dropped", memory?.Position.Dropped) ?? 0,
            Files = map.OptionalNumber("files", memory?.Position.Files),
            Bytes = map.Number("bytes", memory?.Position.Bytes),
            PrefixDigest = map.Bytes("prefix", memory?.Position.PrefixDigest),
        },
        map.Record("replay", memory?.Replay, MapReplay))
    {
        Earlier = map.IsReading && !map.Has("earlier") ? [] : map.Records<ReplayState>("earlier", memory?.Earlier, MapReplay),
        Prints = map.OptionalBytes("prints", memory?.Prints) ?? [],
        Vouched = map.IsReading && !map.Has("vouched") ? [] : map.Records<VouchedPcr>("vouched", memory?.Vouched, MapVouched),
        Unvouched = map.OptionalNumber("unvouched", memory?.Unvouched) ?? 0,
        Gap = map.Optional<ListGap>("gap", memory?.Gap, MapGap),
        Carried = map.OptionalNumber("carried", memory?.Carried) ?? 0,
        Begins = map.OptionalNumber("begins", memory?.Begins) ?? 1,
        NotUnderstood = MapCounts(map, "templates", memory?.NotUnderstood),
        Sorts = (ProgramSorts)(map.OptionalNumber("sorts", memory is null or { Sorts: ProgramSorts.None } ? null : (long)memory.Sorts) ?? 0),
        Algorithms = MapCounts(map, "algorithms", memory?.Algorithms),
        Template = map.OptionalText("template", memory?.Template),
        FirstAudited = map.OptionalNumber("audited", memory?.FirstAudited),
    };

    private static VouchedPcr MapVouched(DocumentMap map, VouchedPcr? vouched) =>
        new(map.Text("a", vouched?.Algorithm), (int)map.Number("pcr", vouched?.Pcr));

    private static ListGap MapGap(DocumentMap map, ListGap? gap) =>
        new(EvidenceGapCauseNames.Parse(map.Text("cause", gap?.Cause.Name())) ?? throw DocumentMap.Missing("cause"), map.Number("at", gap?.At));

    /// <summary>How many there are under each name; left out in a history of an earlier version.</summary>
    private static Dictionary<string, long> MapCounts(DocumentMap map, string field, IReadOnlyDictionary<string, long>? counts) =>
        map.IsReading && !map.Has(field) ? new Dictionary<string, long>()
            : map.Records<NamedCount>(field, [.. (counts ?? new Dictionary<string, long>())
                .OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => new NamedCount(count.Key, count.Value))], MapCount)
                .ToDictionary(count => count.Name, count => count.Count, StringComparer.Ordinal);

    private static NamedCount MapCount(DocumentMap map, NamedCount? count) => new(map.TextOrEmpty("t", count?.Name), map.Number("n", count?.Count));

    private sealed record NamedCount(string Name, long Count);

    private static ReplayState MapReplay(DocumentMap map, ReplayState? replay) => new()
    {
        Entries = map.Number("entries", replay?.Entries),
        Faults = map.Number("faults", replay?.Faults),
        Pcrs = map.Records<PcrState>("pcrs", replay?.Pcrs, MapPcr),
        FirstFault = map.Optional<ListEntry>("fault", replay?.FirstFault, MapEntry),
        IsPcrOfThen = map.Flag("tpms", replay?.IsPcrOfThen),
    };

    private static PcrState MapPcr(DocumentMap map, PcrState? pcr) => new()
    {
        Algorithm = map.Text("a", pcr?.Algorithm),
        Pcr = (int)map.Number("pcr", pcr?.Pcr),
        Form = (PcrForm)map.Number("as", (long?)pcr?.Form),
        LastEntry = map.Number("entry", pcr?.LastEntry),
        Value = map.Bytes("value", pcr?.Value),
        MatchedAt = map.OptionalNumber("at", pcr?.MatchedAt),
        MatchedValue = map.Bytes("matched", pcr?.MatchedValue),
        Unproven = map.Number("unproven", pcr?.Unproven),
    };

    private static ListEntry MapEntry(DocumentMap map, ListEntry? entry) =>
        new(map.Number("number", entry?.Number), map.Number("offset", entry?.Offset), map.Path("p", entry?.Name));
}

internal sealed class AuditCursorMapper() : RecordMapper<AuditCursor>(Collections.AuditCursors)
{
    public override RecordKey KeyOf(AuditCursor record) => RecordKey.Of(record.Source);

    protected override AuditCursor Map(DocumentMap map, AuditCursor? cursor) =>
        new(map.Text("source", cursor?.Source), MapPosition(map, cursor?.Position));

    private static AuditPosition MapPosition(DocumentMap map, AuditPosition? position) => new()
    {
        // LiteDB knows no unsigned numbers; the bits are the same.
        Device = (ulong)map.Number("device", (long?)position?.Device),
        Inode = (ulong)map.Number("inode", (long?)position?.Inode),
        ReadTo = map.Number("to", position?.ReadTo),
        Lines = map.Number("lines", position?.Lines),
        Fingerprint = map.Bytes("print", position?.Fingerprint),
        Latest = map.Number("latest", position?.Latest),
        Lost = map.Number("lost", position?.Lost),
        Boots = new BootState
        {
            Ordinal = map.OptionalNumber("ordinal", position?.Boots.Ordinal) ?? 0,
            BootId = map.OptionalText("boot", position?.Boots.BootId),
            Latest = (uint)map.Number("serial", position?.Boots.Latest),
            HasStart = map.Flag("begun", position?.Boots.HasStart),
            HasSystemBoot = map.Flag("booted", position?.Boots.HasSystemBoot),
            IsStarting = map.Flag("starting", position?.Boots.IsStarting),
            HasEnded = map.Flag("ended", position?.Boots.HasEnded),
            AwaitsStart = map.Flag("awaits", position?.Boots.AwaitsStart),
        },
        Digests = map.OptionalNumber("digests", position?.Digests),
        Unrecorded = new UnrecordedMemory
        {
            Audited = (Audited)(map.OptionalNumber("audited", position is null ? null : (long)position.Unrecorded.Audited) ?? 0),
            Uses = map.IsReading && !map.Has("unrecorded") ? [] : map.Records<UnrecordedUse>("unrecorded", position?.Unrecorded.Uses, MapUnrecorded),
        },
        Policy = new LoggedRules
        {
            Taken = map.IsReading && !map.Has("rules") ? [] : map.Texts("rules", position?.Policy.Taken),
            Offered = map.IsReading && !map.Has("offered") ? [] : map.Texts("offered", position?.Policy.Offered),
            IsRefused = map.Flag("refused", position?.Policy.IsRefused),
        },
        Mounts = map.IsReading && !map.Has("mounts") ? [] : map.Records<ContainerMount>("mounts", position?.Mounts, MapMount),
        Nodes = new NodeState
        {
            HasOwn = map.Flag("own", position?.Nodes.HasOwn),
            OwnSerial = (uint)(map.OptionalNumber("ownSerial", position is null or { Nodes.OwnSerial: 0 } ? null : position.Nodes.OwnSerial) ?? 0),
            Known = map.IsReading && !map.Has("nodes") ? [] : map.Texts("nodes", position?.Nodes.Known),
        },
        LastStamp = map.OptionalNumber("stamp", position?.LastStamp),
        SerialGaps = map.Records<SerialGap>("gaps", position?.SerialGaps, MapGap),
        OpenEvents = map.Records<AuditOpenEvent>("open", position?.OpenEvents, MapEvent),
    };

    private static SerialGap MapGap(DocumentMap map, SerialGap gap) =>
        new((uint)map.Number("first", gap.First), (uint)map.Number("last", gap.Last), map.Number("since", gap.Since));

    private static UnrecordedUse MapUnrecorded(DocumentMap map, UnrecordedUse? use) =>
        new(map.Path("p", use?.Path), map.Digest(use?.Digest), map.Flag("still", use?.IsStill));

    private static ContainerMount MapMount(DocumentMap map, ContainerMount? mount) => new()
    {
        Device = new DeviceNumber((uint)map.Number("major", mount?.Device.Major), (uint)map.Number("minor", mount?.Device.Minor)),
        Point = map.Path("point", mount?.Point),
        Root = map.Text("root", mount?.Root),
        Upper = map.Path("upper", mount?.Upper),
        Lowers = map.Paths("lowers", mount?.Lowers),
        Image = map.OptionalText("image", mount?.Image),
    };

    private static AuditOpenEvent MapEvent(DocumentMap map, AuditOpenEvent? open) => new()
    {
        Records = map.Bytes("records", open?.Records),
        Touched = map.Number("touched", open?.Touched),
        Boot = map.OptionalNumber("ordinal", open?.Boot) ?? 0,
        Lineage = map.Paths("above", open?.Lineage),
        IsNewProcess = map.Flag("fresh", open?.IsNewProcess),
        WasTold = !map.Flag("held", !open?.WasTold),
    };
}
