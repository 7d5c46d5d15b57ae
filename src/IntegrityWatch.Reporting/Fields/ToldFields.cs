using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Fields;

/// <summary>What a message or a line of its own tells of, and the report that it is taken from.</summary>
internal sealed record Told<T>(FindingsReport Report, T Subject);

/// <summary>The fields of what is told by itself, outside a report: a finding, an observation, a scan.</summary>
internal static class ToldFields
{
    private static readonly IReadOnlyList<Field<FindingsReport>> Report =
    [
        new(new() { Cef = new("dvchost", 100, 4) }, report => report.Host),
        new(new() { Flat = ("generation", 90) }, report => report.Baseline?.Number),
        new(new() { Flat = ("boot_id", 90) }, report => report.Scan?.BootId),
        new(new() { Flat = ("tool", 90) }, report => report.Tool.Name),
        new(new() { Flat = ("tool_version", 90) }, report => report.Tool.Version),
    ];

    private static readonly IReadOnlyList<Field<ObservedDigest>> Observed =
    [
        .. FileFields.All.As((ObservedDigest observed) => new FileContent(observed.Path, observed.Digest)),
        new(new() { Flat = ("realm", 6), Ecs = [("labels.realm", 5)] }, observed => observed.Realm.NameElsewhere()),
        new(new() { Flat = ("container", 6), Ecs = [("labels.container", 6)] }, observed => observed.Container),
        new(new() { Flat = ("sources", 23) }, observed => FieldValue.Of(observed.Sources.List())),
        new(new() { Flat = ("first_seen", 24), Cef = new("start", 20, 2) }, observed => observed.FirstSeen),
        new(new() { Flat = ("last_seen", 24), Cef = new("rt", 20, 1) }, observed => observed.LastSeen),
        .. PackageFields.All.In((ObservedDigest observed) => observed.Package),
        .. ProcessFields.All.In((ObservedDigest observed) => observed.LatestProcess),
    ];

    public static readonly IReadOnlyList<Field<Told<Finding>>> OfFinding =
    [
        new(new() { Cef = new("rt", 20, 1) }, told => told.Subject.Time(told.Report)),
        new(new() { Ecs = [("event.kind", 1)] }, _ => "alert"),
        new(new() { Ecs = [("event.category", 2)] }, told => FieldValue.Of(told.Subject.Kind.Facts().Ecs.Categories)),
        new(new() { Ecs = [("event.type", 3)] }, told => FieldValue.Of([told.Subject.Kind.Facts().Ecs.Type])),
        new(new() { Ecs = [("event.module", 7)] }, _ => "integritywatch"),
        new(new() { Ecs = [("event.dataset", 8)] }, _ => "integritywatch.findings"),
        new(new() { Ecs = [("event.created", 12)] }, told => told.Report.At),
        .. FindingFields.All.In((Told<Finding> told) => told.Subject),
        .. Report.In((Told<Finding> told) => told.Report),
    ];

    public static readonly IReadOnlyList<Field<Told<ObservedDigest>>> OfObservation =
    [
        .. Observed.In((Told<ObservedDigest> told) => told.Subject),
        .. Report.In((Told<ObservedDigest> told) => told.Report),
    ];

    public static readonly IReadOnlyList<Field<FindingsReport>> OfScan =
    [
        new(new() { Cef = new("rt", 20, 1) }, report => report.Now),
        new(new() { Flat = "status", Cef = new("outcome", 63) }, report => report.Verdict.Name()),
        new(new() { Flat = "exit_code" }, report => (int)report.Verdict),
        new(new() { Flat = "open", Cef = CefKey.Number(1, "open") }, report => report.Findings.Open.Count),
        new(new() { Flat = "new", Cef = CefKey.Number(2, "new") }, report => report.Findings.New),
        .. Names.Severities.Select(severity => new Field<FindingsReport>(new() { Flat = severity.Name() }, report => report.Findings.Count(severity))),
        new(new() { Flat = "list_entries" }, report => report.Scan?.List?.Entries),
        new(new() { Flat = "tpm_verified" },
            report => report.Scan?.List is not { } list ? null : list.Verified switch { true => "yes", false => "no", null => "unknown" }),
        new(new() { Flat = "root" }, report => report.Scan?.Root),
        new(new() { Cef = CefKey.Number(3, "generation") }, report => report.Baseline?.Number),
        .. Report,
    ];
}
