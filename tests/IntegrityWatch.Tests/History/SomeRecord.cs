using CsCheck;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

/// <summary>Records with anything in them that the types allow.</summary>
internal static class SomeRecord
{
    private static readonly string[] Algorithms = ["sha1", "sha256", "sha512", "sm3", "verity:sha256"];

    public static readonly Gen<HostPath> Path = Gen.Frequency(
            (6, Gen.Byte[1, 255].Array[1, 60]),
            (2, Gen.Byte[(byte)'a', (byte)'z'].Array[1, 20]),
            (1, Gen.Byte[1, 255].Array[4096]))
        .Select(bytes => new HostPath(bytes));

    public static readonly Gen<Digest> Digest = Gen.Select(
        Gen.Int[0, 4].Select(which => Algorithms[which]), Gen.Byte.Array[0, 64],
        (algorithm, value) => new Digest(algorithm, value));

    public static readonly Gen<string> Text = Gen.Frequency(
        (4, Gen.Char[' ', '~'].Array[0, 40]),
        (1, Gen.Char['\0', '\ud7ff'].Array[0, 40])).Select(characters => new string(characters));

    public static readonly Gen<DateTimeOffset> Time =
        Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    public static readonly Gen<string> Boot = Gen.Frequency((3, Gen.Guid.Select(id => id.ToString("D"))), (1, Text));

    public static readonly Gen<ProcessInfo> Process = Gen.Select(
        Gen.Select(MaybeValue(Gen.Int), MaybeValue(Gen.Int), MaybeValue(Gen.UInt), MaybeValue(Gen.UInt)),
        Gen.Select(MaybeValue(Gen.UInt), MaybeValue(Gen.UInt), MaybeValue(Gen.UInt)),
        Gen.Select(Maybe(Text), Maybe(Text), Maybe(Text)),
        Gen.Select(MaybeValue(Path), MaybeValue(Path), MaybeValue(Path)),
        Time,
        (ids, more, texts, paths, time) => new ProcessInfo
        {
            Pid = ids.Item1,
            Ppid = ids.Item2,
            Uid = ids.Item3,
            Auid = ids.Item4,
            Gid = more.Item1,
            Euid = more.Item2,
            Session = more.Item3,
            User = texts.Item1,
            Tty = texts.Item2,
            Key = texts.Item3,
            Comm = paths.Item1,
            Exe = paths.Item2,
            ExeDigest = ids.Item1 is { } pid ? new Digest("sha1", BitConverter.GetBytes(pid)) : null,
            ParentExe = paths.Item3,
            ParentExeDigest = ids.Item2 is { } ppid ? new Digest("verity:sha256", BitConverter.GetBytes(ppid)) : null,
            Ancestors = paths.Item3 is { } above ? new ProcessChain([above, above]) : null,
            Time = time,
        });

    public static readonly Gen<EvidenceSources> Sources = Gen.Int[0, 7].Select(sources => (EvidenceSources)sources);

    private static readonly Gen<PackageNote> Package = Gen.Select(
        Text, Text, MaybeValue(Time), Maybe(Text), MaybeValue(Gen.Bool), Gen.Bool,
        (name, version, changed, previous, matches, script) => new PackageNote
        {
            Name = name,
            Version = version,
            ChangedAt = changed,
            PreviousVersion = previous,
            MatchesManifest = matches,
            IsScript = script,
        });

    public static readonly Gen<ObservedDigest> Observed = Gen.Select(
        Gen.Select(Path, Digest, Sources),
        Gen.Select(Time, Time, MaybeValue(Time)),
        Boot.List[0, 16],
        Gen.Select(Maybe(Process), Maybe(Process), Gen.Bool),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Maybe(Package)),
        (what, when, boots, processes, flags) => new ObservedDigest
        {
            Path = what.Item1,
            Digest = what.Item2,
            Sources = what.Item3,
            FirstSeen = when.Item1,
            LastSeen = when.Item2,
            LastLogged = when.Item3 is { } at ? new LogPlace(at.UtcTicks % 7, (uint)(at.UtcTicks % 4_294_967_291), at, at.UtcTicks) : null,
            Boots = boots,
            FirstProcess = processes.Item1,
            LatestProcess = processes.Item3 ? processes.Item1 : processes.Item2,
            PathMayHoldSpaces = flags.Item1,
            LiesOnDisk = flags.Item2,
            HasNoPackage = flags.Item3,
            CarriedTo = flags.Item3 ? boots.FirstOrDefault() : null,
            Package = flags.Item4,
        });

    public static readonly Gen<Approval> Approval = Gen.Select(
        Path, Digest, Gen.Int[1, 1000].HashSet[1, 5], MaybeValue(Gen.Int), Gen.Bool, Time,
        (path, digest, turns, onDisk, spaces, time) => new Approval
        {
            Path = path,
            Digest = digest,
            Terms = new ApprovalTerms(turns.Order()),
            OnDiskSince = onDisk,
            PathMayHoldSpaces = spaces,
            ApprovedAt = time,
        });

    public static readonly Gen<Generation> Generation = Gen.Select(
        Gen.Int[1, int.MaxValue], Gen.Select(Maybe(Text), Maybe(Text), Maybe(Text), Text, Text), Gen.Select(Time, Time), Maybe(Boot), Gen.Int,
        Gen.Enum<GenerationOrigin>(),
        (number, texts, times, boot, paths, origin) => new Generation
        {
            Number = number,
            Origin = origin,
            Name = texts.Item1,
            Reason = texts.Item2,
            By = texts.Item3,
            CapturedAt = times.Item1,
            EvidenceAt = times.Item2,
            BootId = boot,
            Paths = paths,
            Content = texts.Item4,
            Chain = texts.Item5,
        });

    public static readonly Gen<IncidentRecord> Incident = Gen.Select(
        Gen.Select(Text, Path, Text, Maybe(Digest)), Gen.Long, Time, Time, Sources, Maybe(Text), Maybe(Process),
        (what, count, first, last, sources, cause, process) => new IncidentRecord
        {
            Key = new IncidentKey(what.Item1, what.Item2, what.Item3),
            Digest = what.Item4,
            Count = count,
            FirstSeen = first,
            LastSeen = last,
            Sources = sources,
            Cause = cause,
            Process = process,
        });

    public static readonly Gen<FindingLife> Finding = Gen.Select(
        Gen.Select(Text, Text, Path, Maybe(Digest), Text), Time, Gen.Bool, MaybeValue(Time), Maybe(Text), Maybe(Text),
        (what, found, reported, accepted, by, reason) => new FindingLife
        {
            Id = what.Item1,
            Kind = what.Item2,
            Path = what.Item3,
            Digest = what.Item4,
            Subject = what.Item5,
            FoundAt = found,
            Reported = reported,
            AcceptedAt = accepted,
            AcceptedBy = by,
            AcceptedReason = reason,
        });

    public static readonly Gen<BootCursor> Cursor = Gen.Select(
        Boot, Gen.Long, Gen.Long, Gen.Byte.Array[32], Time,
        (boot, entries, bytes, digest, time) => new BootCursor
        {
            BootId = boot,
            Memory = new ListMemory(new ListPosition { Form = "binary-20", Entries = entries, Bytes = bytes, PrefixDigest = digest }, Some.Replay),
            LastScanned = time,
        });

    private static readonly Gen<FetchedGeneration> Fetched = Gen.Select(Text, Time, Time, Text,
        (group, evidence, captured, sha256) => new FetchedGeneration
        {
            Group = group, EvidenceAt = evidence, CapturedAt = captured, Sha256 = sha256,
        });

    public static readonly Gen<HistoryState> State = Gen.Select(
        Maybe(Text), MaybeValue(Time), Maybe(Text), Fetched.Array[0, 3],
        (host, scan, policy, fetched) => new HistoryState { Host = host, LastScan = scan, PolicyFingerprint = policy, Fetched = fetched });

    public static ObservedDigest ObservedAt(string path, string content) => new()
    {
        Path = HostPath.Of(path),
        Digest = IntegrityWatch.Platform.Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(content)),
        Sources = EvidenceSources.Ima,
        FirstSeen = DateTimeOffset.UnixEpoch,
        LastSeen = DateTimeOffset.UnixEpoch,
        Boots = [],
    };

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.Select(Gen.Bool, gen, (there, value) => there ? value : null);

    private static Gen<T?> MaybeValue<T>(Gen<T> gen)
        where T : struct => Gen.Select(Gen.Bool, gen, (there, value) => there ? value : default(T?));
}
