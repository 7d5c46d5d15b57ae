using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;

namespace IntegrityWatch.Tests.Reporting;

/// <summary>A report that needs no history, and the text that a format makes of it.</summary>
internal static class SomeReport
{
    /// <summary>A day after the baseline, an hour after the scan.</summary>
    public static FindingsReport Of(params Finding[] findings) => new()
    {
        Tool = new ToolInfo("integritywatch", "1.2.3"),
        Host = "web01",
        At = Some.Time.AddHours(23),
        Now = Some.Time.AddHours(24),
        Baseline = Some.Generation(),
        Findings = new FindingSet(findings, newOnly: false),
    };

    /// <summary>With all that can be known of one.</summary>
    public static Finding Full() => Some.Finding(FindingKind.AlteredFile, Severity.High) with
    {
        Known = [new KnownDigest { Digest = Some.DigestB, State = KnownState.Approved, Generation = 1, FirstSeen = Some.Time, LastSeen = Some.Time }],
        Sources = EvidenceSources.Ima | EvidenceSources.Audit | EvidenceSources.Disk,
        FirstSeen = Some.Time,
        LastSeen = Some.Time,
        Techniques = [new Technique("T1554", "Compromise Host Software Binary", ["persistence"])],
        SameDigestAs = [HostPath.Of("/usr/bin/other")],
        Process = Some.Process() with { Command = "bash -c id" },
        Package = new PackageNote { Name = "some", Version = "1.0-1", ChangedAt = Some.Time, MatchesManifest = false },
        Explanation = "some 1.0-1 was installed",
        Related = ["0123456789ab"],
    };

    public static ScanReport Scan(params Finding[] findings) => new()
    {
        Tool = new ToolInfo("integritywatch", "1.2.3"),
        Host = "web01",
        Root = "/",
        ScannedAt = Some.Time,
        BootId = Some.Boot,
        Baseline = Some.Generation(),
        List = new ListSummary
        {
            Source = "list",
            Format = "binary",
            Entries = 2,
            NewEntries = 1,
            Templates = new Dictionary<string, long> { ["ima-sig"] = 1 },
            Violations = 0,
            Resumed = true,
            Problems = ["a problem"],
            Memory = new ListMemory(new ListPosition { Form = "binary-20", Entries = 2, Bytes = 10, PrefixDigest = [] }, Some.Replay),
            Verdict = new ListVerdict
            {
                Verified = true,
                Reason = "the TPM vouches for all 2 entries",
                Faults = 0,
                Entries = 2,
                Unproven = 0,
                Banks = [new BankVerdict { Algorithm = "sha1", Pcr = 10, Expected = "00", Replayed = "00", MatchedAtEntry = 2 }],
            },
            Signatures = default,
        },
        Audit = new AuditSummary
        {
            Files = ["log"], Records = 1, Events = 1, IntegrityRules = 1, TechniqueEvents = 0, Lost = 0, Resumed = false, Problems = [],
            Source = "root",
        },
        Findings = new FindingSet(findings, newOnly: false),
    };

    /// <summary>Fails where it is not UTF-8.</summary>
    public static string Written(Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.ToArray());
    }
}
