using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.History.Records;

internal sealed class GenerationMapper() : RecordMapper<Generation>(Collections.Generations)
{
    public override RecordKey KeyOf(Generation record) => RecordKey.Of(record.Number);

    protected override Generation Map(DocumentMap map, Generation? generation) => new()
    {
        Number = (int)map.Number("number", generation?.Number),
        Name = map.OptionalText("name", generation?.Name),
        Origin = map.Named("origin", generation?.Origin),
        Reason = map.OptionalText("reason", generation?.Reason),
        By = map.OptionalText("by", generation?.By),
        CapturedAt = map.Time("captured", generation?.CapturedAt),
        EvidenceAt = map.Time("evidence", generation?.EvidenceAt),
        BootId = map.OptionalText("boot", generation?.BootId),
        Mark = ObservedDigestMapper.MapPlace(map, generation?.Mark?.Last) is { } last
            ? new LogMark(last, ObservedDigestMapper.MapPlace(map, generation?.Mark?.Own, "own")) : null,
        Undoes = (int?)map.OptionalNumber("undoes", generation?.Undoes),
        Paths = (int)map.Number("paths", generation?.Paths),
        Content = map.Text("content", generation?.Content),
        Chain = map.Text("chain", generation?.Chain),
    };
}

/// <summary>One document for each finding that a generation decides about.</summary>
internal sealed class DecisionMapper() : RecordMapper<Decision>(Collections.Decisions)
{
    public override RecordKey KeyOf(Decision record) => RecordKey.Of($"{record.Generation} {record.Verb} {record.FindingId}");

    protected override Decision Map(DocumentMap map, Decision? decision) => new()
    {
        Generation = (int)map.Number("number", decision?.Generation),
        Verb = map.Named("verb", decision?.Verb),
        FindingId = map.Text("finding", decision?.FindingId),
        Kind = map.Text("kind", decision?.Kind),
        Path = map.Path("p", decision?.Path),
        Digest = map.OptionalDigest(decision?.Digest),
        Realm = (Realm)(map.OptionalNumber("realm", decision is null or { Realm: Realm.Host } ? null : (long)decision.Realm) ?? 0),
        Container = map.OptionalText("container", decision?.Container),
        Subject = map.TextOrEmpty("subject", decision?.Subject),
        Logged = ObservedDigestMapper.MapPlace(map, decision?.Logged),
        At = map.Time("c", decision?.At),
        By = map.OptionalText("by", decision?.By),
        Reason = map.OptionalText("reason", decision?.Reason),
    };
}

/// <summary>One document for each generation.</summary>
internal sealed class PackageVersionsMapper() : RecordMapper<PackageVersions>(Collections.Packages)
{
    public override RecordKey KeyOf(PackageVersions record) => RecordKey.Of(record.Generation);

    protected override PackageVersions Map(DocumentMap map, PackageVersions? packages)
    {
        var sorted = packages?.Versions.OrderBy(package => package.Key, StringComparer.Ordinal).ToList();
        // Two arrays in the same order: a name may hold what a field's name may not.
        var names = map.Texts("names", sorted?.ConvertAll(package => package.Key));
        var versions = map.Texts("versions", sorted?.ConvertAll(package => package.Value));
        var known = map.IsReading ? map.Has("lists") : packages?.Lists.Count > 0;
        var lists = known ? map.Texts("lists", sorted?.ConvertAll(package => packages!.Lists.GetValueOrDefault(package.Key, ""))) : [];
        return new PackageVersions
        {
            Lists = packages?.Lists ?? names.Zip(lists).Where(pair => pair.Second.Length > 0).ToDictionary(pair => pair.First, pair => pair.Second),
            Generation = (int)map.Number("number", packages?.Generation),
            Manager = map.Text("manager", packages?.Manager),
            Versions = packages?.Versions ?? names.Zip(versions).ToDictionary(pair => pair.First, pair => pair.Second),
        };
    }
}

/// <summary>One document for each path and digest.</summary>
internal sealed class ApprovalMapper() : RecordMapper<Approval>(Collections.Approvals)
{
    public override RecordKey KeyOf(Approval record) => RecordKey.Of(record.Path, record.Digest);

    protected override Approval Map(DocumentMap map, Approval? approval) => new()
    {
        Path = map.Path("p", approval?.Path),
        Digest = map.Digest(approval?.Digest),
        Terms = MapTerms(map, approval?.Terms),
        OnDiskSince = (int?)map.OptionalNumber("w", approval?.OnDiskSince),
        ApprovedAt = map.Time("c", approval?.ApprovedAt),
        PathMayHoldSpaces = map.Flag("m", approval?.PathMayHoldSpaces),
    };

    private static ApprovalTerms MapTerms(DocumentMap map, ApprovalTerms? terms)
    {
        const string TakenBack = "u";
        var turns = map.Numbers("g", terms?.Turns.Select(turn => (long)turn).ToList());
        // Of most of them nothing was ever taken back.
        var takenBack = map.IsReading ? map.Has(TakenBack) : terms!.TakenBack.Count > 0;
        var by = takenBack ? map.Numbers(TakenBack, terms?.TakenBack.Select(turn => (long)turn).ToList()) : null;
        return terms ?? new ApprovalTerms(turns.Select(turn => (int)turn), by?.Select(turn => (int)turn));
    }
}

/// <summary>
/// A document that is nothing but its key, and by which others are found. LiteDB's own index over a field would cost a large first scan
/// more than everything else: it takes its values as the documents come, so that every one changes some other page of it. These are
/// put in their own order.
/// </summary>
internal sealed record IndexEntry(RecordKey Key);

internal sealed class IndexEntryMapper(string collection) : RecordMapper<IndexEntry>(collection)
{
    public override RecordKey KeyOf(IndexEntry record) => record.Key;

    protected override IndexEntry Map(DocumentMap map, IndexEntry? entry) => entry ?? new IndexEntry(RecordKey.FromBytes(map.Bytes(RecordKey.Field, null)));
}
