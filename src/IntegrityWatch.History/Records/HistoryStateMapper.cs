namespace IntegrityWatch.History.Records;

/// <summary>There is one such document.</summary>
internal sealed class HistoryStateMapper() : RecordMapper<HistoryState>(Collections.Meta)
{
    public static readonly RecordKey Key = RecordKey.Of(1);

    public override RecordKey KeyOf(HistoryState record) => Key;

    protected override HistoryState Map(DocumentMap map, HistoryState? state) => new()
    {
        Host = map.OptionalText("host", state?.Host),
        LastScan = map.OptionalTime("scan", state?.LastScan),
        Counted = map.Duration("counted", state?.Counted),
        PassedBy = (int)(map.OptionalNumber("passed", state is null or { PassedBy: 0 } ? null : state.PassedBy) ?? 0),
        Scans = map.OptionalNumber("scans", state?.Scans) ?? 0,
        LastPruned = map.OptionalTime("pruned", state?.LastPruned),
        PackagesStamp = map.OptionalText("stamp", state?.PackagesStamp),
        PolicyFingerprint = map.OptionalText("policy", state?.PolicyFingerprint),
        MigratedFrom = (int?)map.OptionalNumber("migrated", state?.MigratedFrom),
        Fetched = state?.Fetched.Count > 0 || map.Has("fetched") ? map.Records<FetchedGeneration>("fetched", state?.Fetched, MapFetched) : [],
    };

    private static FetchedGeneration MapFetched(DocumentMap map, FetchedGeneration? fetched) => new()
    {
        Group = map.Text("name", fetched?.Group),
        EvidenceAt = map.Time("evidence", fetched?.EvidenceAt),
        CapturedAt = map.Time("captured", fetched?.CapturedAt),
        Sha256 = map.Text("print", fetched?.Sha256),
    };
}
