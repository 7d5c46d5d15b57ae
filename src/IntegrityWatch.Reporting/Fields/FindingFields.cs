using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Fields;

/// <summary>The fields of a finding, in the order in which the JSON report has them.</summary>
internal static class FindingFields
{
    private static readonly IReadOnlyList<Field<KnownDigest>> Known =
    [
        new(new() { Json = "algorithm" }, known => known.Digest.Algorithm),
        new(new() { Json = "value" }, known => known.Digest.Hex),
        new(new() { Json = "state" }, known => known.State.Name()),
        new(new() { Json = "generation" }, known => known.Generation),
        new(new() { Json = "firstSeen" }, known => known.FirstSeen),
        new(new() { Json = "lastSeen" }, known => known.LastSeen),
    ];

    private static readonly IReadOnlyList<Field<Technique>> Techniques =
    [
        new(new() { Json = "id" }, technique => technique.Id),
        new(new() { Json = "name" }, technique => technique.Name),
        new(new() { Json = "tactics" }, technique => FieldValue.Of(technique.Tactics)),
    ];

    /// <summary>Of a finding that a path rule decided.</summary>
    private static readonly IReadOnlyList<Field<Finding>> PathRule =
    [
        new(new() { Json = "id" }, finding => finding.PathRule?.Id),
        new(new() { Json = "otherwise" }, finding => finding.PathRule?.Otherwise.Name()),
        new(new() { Json = "madeBy" }, finding => finding.Rule),
        new(new() { Json = "message", IsLeftOut = true }, finding => finding.PathRule?.Message),
    ];

    public static readonly IReadOnlyList<Field<Finding>> All =
    [
        new(new() { Json = "id", Flat = ("finding_id", 1), Ecs = [("event.id", 6)], Cef = new("externalId", 40, 5), Line = ("id", 1) }, finding => finding.Id),
        new(new() { Json = "kind", Ecs = [("event.action", 4), ("rule.name", 2)] }, finding => finding.Kind.Name()),
        new(new() { Json = "severity", Ecs = [("labels.severity", 1)] }, finding => finding.Severity.Name()),
        new(new() { Ecs = [("event.severity", 5)] }, finding => finding.Severity.Score),
        new(new() { Json = "state", Flat = ("state", 2), Ecs = [("labels.state", 2)], Cef = new("cat", 1023, 6) }, finding => finding.State.Name()),
        .. FileFields.All.As((Finding finding) => new FileContent(finding.Path, finding.Digest)),
        new(new() { Json = "realm", IsLeftOut = true, Flat = ("realm", 6), Ecs = [("labels.realm", 5)], Line = ("realm", 50), Label = "Realm" }, finding => finding.Realm.NameElsewhere()),
        new(new() { Json = "container", IsLeftOut = true, Flat = ("container", 6), Ecs = [("labels.container", 6)], Line = ("container", 51), Label = "Container" }, finding => finding.Container),
        new(new() { Json = "known" }, finding => FieldValue.Of(Known, finding.Known)),
        new(new() { Flat = ("known", 20) }, finding => FieldValue.Of(finding.Known.Select(known => known.Digest.ToString()))),
        new(new() { Json = "sources", Flat = ("sources", 23), Ecs = ["tags"] }, finding => FieldValue.Of(finding.Sources.List())),
        new(new() { Json = "firstSeen", Flat = ("first_seen", 24), Ecs = [("event.start", 10)], Cef = new("start", 20, 2) }, finding => finding.FirstSeen),
        new(new() { Json = "lastSeen", Flat = ("last_seen", 24), Ecs = [("event.end", 11)], Cef = new("end", 20, 3) }, finding => finding.LastSeen),
        new(new() { Json = "techniques" }, finding => FieldValue.Of(Techniques, finding.Techniques)),
        new(new() { Flat = ("techniques", 4), Cef = CefKey.String(2, "techniques"), Line = ("techniques", 70) },
            finding => FieldValue.Of(finding.Techniques.Select(technique => technique.Id))),
        new(new() { Flat = ("technique_names", 4) }, finding => FieldValue.Of(finding.Techniques.Select(technique => technique.Name))),
        new(new() { Flat = ("tactics", 4) }, finding => FieldValue.Of(finding.Techniques.SelectMany(technique => technique.Tactics).Distinct())),
        new(new() { Json = "rule", Flat = ("rule", 3), Ecs = [("rule.id", 1)], Cef = CefKey.String(6, "rule") }, finding => finding.DecidedBy),
        new(new() { Json = "pathRule", IsLeftOut = true }, finding => FieldValue.Of(PathRule, finding.PathRule is null ? null : finding)),
        new(new() { Line = ("rule", 71) }, finding => finding.PathRule?.Id),
        new(new() { Flat = ("otherwise", 3), Ecs = [("labels.otherwise", 7)], Line = ("otherwise", 72) }, finding => finding.PathRule?.Otherwise.Name()),
        new(new() { Json = "message", Ecs = [("rule.description", 3)] }, finding => finding.Message),
        new(new() { Ecs = [("event.reason", 9)], Cef = new("msg", 1023, 10) }, finding => finding.Sentence),
        new(new() { Json = "explanation", IsLeftOut = true, Flat = ("explanation", 5) }, finding => finding.Support),
        new(new() { Json = "ambiguous", IsLeftOut = true, Flat = ("ambiguous", 22), Line = ("ambiguous", 80) }, finding => finding.Ambiguous),
        new(new() { Json = "sameDigestAs", Flat = ("same_digest_as", 21), Line = ("same", 60), Label = "Same content as" }, finding => FieldValue.Of(finding.SameDigestAs)),
        new(new() { Json = "package", IsLeftOut = true }, finding => FieldValue.Of(PackageFields.All, finding.Package)),
        .. PackageFields.All.In((Finding finding) => finding.Package),
        new(new() { Json = "process", IsLeftOut = true }, finding => FieldValue.Of(ProcessFields.All, finding.Process)),
        .. ProcessFields.All.In((Finding finding) => finding.Process),
        new(new() { Json = "related", Flat = ("related", 60) }, finding => FieldValue.Of(finding.Related)),
    ];
}
