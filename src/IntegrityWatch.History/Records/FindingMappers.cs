using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.History.Records;

internal sealed class FindingLifeMapper() : RecordMapper<FindingLife>(Collections.Findings)
{
    public override RecordKey KeyOf(FindingLife record) => RecordKey.Of(record.Id);

    protected override FindingLife Map(DocumentMap map, FindingLife? life) => new()
    {
        Id = map.Text("id", life?.Id),
        Kind = map.Text("kind", life?.Kind),
        Path = map.Path("p", life?.Path),
        Digest = map.OptionalDigest(life?.Digest),
        Subject = map.TextOrEmpty("subject", life?.Subject),
        FoundAt = map.Time("found", life?.FoundAt),
        CountedAt = map.Duration("counted", life?.CountedAt),
        Reported = map.Flag("reported", life?.Reported),
        ChangedIn = map.OptionalNumber("in", life?.ChangedIn) ?? 0,
        ReportedSeverity = map.OptionalText("severity", life?.ReportedSeverity),
        Rule = map.OptionalText("rule", life?.Rule),
        Message = map.OptionalText("message", life?.Message),
        Realm = (Realm)(map.OptionalNumber("realm", life is null or { Realm: Realm.Host } ? null : (long)life.Realm) ?? 0),
        Container = map.OptionalText("container", life?.Container),
        Explained = map.Flag("explained", life?.Explained),
        Explanation = map.OptionalText("because", life?.Explanation),
        Delivered = map.Flag("delivered", life?.Delivered),
        NewIn = map.OptionalNumber("new", life is null or { NewIn: 0 } ? null : life.NewIn) ?? 0,
        Closed = (FindingClosure?)map.OptionalNumber("closed", (long?)life?.Closed),
        ClosedIn = (int)(map.OptionalNumber("closedIn", life is null or { ClosedIn: 0 } ? null : life.ClosedIn) ?? 0),
        AcceptedAt = map.OptionalTime("accepted", life?.AcceptedAt),
        AcceptedBy = map.OptionalText("acceptedBy", life?.AcceptedBy),
        AcceptedReason = map.OptionalText("why", life?.AcceptedReason),
    };
}

/// <summary>One document for each kind, path and subject.</summary>
internal sealed class IncidentMapper() : RecordMapper<IncidentRecord>(Collections.Incidents)
{
    public override RecordKey KeyOf(IncidentRecord record) => RecordKey.Of(record.Key);

    protected override IncidentRecord Map(DocumentMap map, IncidentRecord? incident) => new()
    {
        Key = new IncidentKey(map.Text("kind", incident?.Key.Kind), map.Path("p", incident?.Key.Path), map.TextOrEmpty("subject", incident?.Key.Subject)),
        Digest = map.OptionalDigest(incident?.Digest),
        Count = map.Number("count", incident?.Count),
        FirstSeen = map.Time("f", incident?.FirstSeen),
        LastSeen = map.Time("l", incident?.LastSeen),
        Sources = map.Sources(incident?.Sources),
        Cause = map.OptionalText("cause", incident?.Cause),
        Gap = map.OptionalText("gap", incident?.Gap?.Name()) is { } gap ? EvidenceGapCauseNames.Parse(gap) : null,
        Logged = ObservedDigestMapper.MapPlace(map, incident?.Logged),
        Process = map.Optional("process", incident?.Process, ObservedDigestMapper.Process),
        UsedIn = (int)(map.OptionalNumber("usedIn", incident?.UsedIn) ?? 0),
    };
}
