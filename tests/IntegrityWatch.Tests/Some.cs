using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests;

/// <summary>Things that tests of judging and reporting need and do not care about.</summary>
internal static class Some
{
    public const string Boot = "11111111-1111-4111-8111-111111111111";
    public const string OtherBoot = "22222222-2222-4222-8222-222222222222";

    public static readonly DateTimeOffset Time = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static HostPath Path { get; } = HostPath.Of("/usr/bin/some");

    public static Digest DigestA { get; } = DigestOf("a");

    public static Digest DigestB { get; } = DigestOf("b");

    public static Digest DigestC { get; } = DigestOf("c");

    public static Digest DigestOf(string content) => Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(content));

    public static Generation Generation(int number = 1, int paths = 10) => new()
    {
        Number = number,
        Origin = GenerationOrigin.Capture,
        CapturedAt = Time,
        EvidenceAt = Time,
        Paths = paths,
        Content = "content",
        Chain = "chain",
    };

    public static Digest Md5Of(string content) => new("md5",
        System.Security.Cryptography.CryptographicOperations.HashData(
            System.Security.Cryptography.HashAlgorithmName.MD5, System.Text.Encoding.UTF8.GetBytes(content)));

    public static Digest Sha1Digest { get; } = new("sha1", new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 });

    public static ProcessInfo Process(DateTimeOffset? time = null, uint user = 1000) => new()
    {
        Pid = 4242,
        Ppid = 4241,
        Uid = user,
        Auid = 1000,
        Gid = user,
        Euid = user,
        User = "deploy",
        Comm = HostPath.Of("bash"),
        Exe = HostPath.Of("/usr/bin/bash"),
        ParentExe = HostPath.Of("/usr/sbin/sshd"),
        Tty = "pts0",
        Session = 3,
        Key = "T1059.004",
        Time = time ?? Time,
    };

    /// <summary>What the measurement list alone tells.</summary>
    public static Observation Listed(HostPath path, Digest digest, long entry = 1) => new()
    {
        Path = path,
        Digest = digest,
        Sources = EvidenceSources.Ima,
        ListEntry = entry,
        PathMayHoldSpaces = path.Bytes.Contains((byte)'_'),
    };

    /// <summary>What the measurement list and the audit log tell.</summary>
    public static Observation Seen(HostPath path, Digest digest, long entry = 1, DateTimeOffset? at = null, uint user = 1000) => new()
    {
        Path = path,
        Digest = digest,
        Sources = EvidenceSources.Ima | EvidenceSources.Audit,
        ListEntry = entry,
        FirstProcess = Process(at, user),
        LatestProcess = Process(at, user),
        LastLogged = Logged(at ?? Time, path, digest),
    };

    /// <summary>A place in the log for a moment: a second later, a serial more.</summary>
    public static LogPlace Logged(DateTimeOffset at, HostPath path = default, Digest? digest = null, long boot = 0) =>
        new(boot, (uint)(100_000 + ((at - Time).Ticks / TimeSpan.TicksPerSecond)), at, HashCode.Combine(at, path, digest, boot));

    /// <summary>What the audit log alone tells.</summary>
    public static Observation Audited(HostPath path, Digest digest, DateTimeOffset at, uint user = 1000) =>
        Seen(path, digest, entry: 0, at, user) with { Sources = EvidenceSources.Audit };

    public static EvidenceSnapshot Evidence(params Observation[] observations) => Evidence(Boot, observations);

    public static EvidenceSnapshot Evidence(string boot, params Observation[] observations) => new()
    {
        Host = new HostFacts { Name = "web01", BootId = boot },
        ListId = boot,
        TakenAt = Time,
        Observations = observations,
        Incidents = [],
    };

    /// <summary>A log in which this look found nothing new.</summary>
    public static AuditSummary SilentAudit { get; } = new()
    {
        Files = [],
        Records = 0,
        Events = 0,
        IntegrityRules = 0,
        TechniqueEvents = 0,
        Lost = 0,
        Resumed = true,
        Problems = [],
        Source = "root",
    };

    /// <summary>This boot's log, whole from its beginning.</summary>
    public static AuditSummary WholeAudit(long boot = 0) => SilentAudit with
    {
        Records = 10,
        IntegrityRules = 5,
        Position = new AuditPosition
        {
            ReadTo = 100,
            Lines = 10,
            Fingerprint = [1],
            Latest = 0,
            Boots = new BootState { Ordinal = boot, Latest = 200_000, HasStart = true },
        },
    };

    public static Incident Violation(string path = "/var/log/some.log", string? cause = "ToMToU") => new()
    {
        Kind = FindingKind.Violation,
        Path = HostPath.Of(path),
        Count = 1,
        Sources = EvidenceSources.Ima | EvidenceSources.Audit,
        Cause = cause,
    };

    public static Incident Gap(EvidenceGapCause cause) => new()
    {
        Kind = FindingKind.EvidenceGap,
        Gap = cause,
        Sources = EvidenceSources.Audit,
        Cause = "something is missing",
    };

    public static Finding Finding(FindingKind kind = FindingKind.NewFile, Severity severity = Severity.Medium,
        string path = "/usr/bin/some", Digest? digest = null, FindingState state = FindingState.New)
    {
        var host = HostPath.Of(path);
        digest ??= DigestA;
        return new Finding
        {
            Id = FindingId.Of(kind, host, digest),
            Kind = kind,
            Severity = severity,
            State = state,
            Path = host,
            Digest = digest,
            Rule = kind.Name(),
            Message = "was used, and no generation holds its path",
        };
    }

    public static ObservedDigest Observed(string path = "/usr/bin/some") => new()
    {
        Path = HostPath.Of(path),
        Digest = DigestA,
        Sources = EvidenceSources.Ima | EvidenceSources.Audit,
        FirstSeen = Time,
        LastSeen = Time.AddHours(1),
        Boots = [Boot],
        LatestProcess = Process(),
    };

    /// <summary>A use as the history keeps it, of which no record tells.</summary>
    public static ObservedDigest Use(HostPath path, Digest digest, int usedIn = 1) => new()
    {
        Path = path,
        Digest = digest,
        Sources = EvidenceSources.Ima,
        FirstSeen = Time,
        LastSeen = Time,
        Boots = [Boot],
        ListEntry = 1,
        UsedIn = usedIn,
    };

    public static readonly ReplayState Replay = new()
    {
        Entries = 2,
        Pcrs =
        [
            new PcrState
            {
                Algorithm = "sha1",
                Pcr = 10,
                Form = PcrForm.Hashed,
                LastEntry = 2,
                Value = new byte[20],
                MatchedAt = 1,
                MatchedValue = new byte[20],
                Unproven = 1,
            },
        ],
        Faults = 1,
        FirstFault = new ListEntry(2, 100, HostPath.Of("/usr/bin/some")),
    };
}
