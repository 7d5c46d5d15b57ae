using System.Buffers.Binary;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>One document for each path and digest.</summary>
internal class ObservedDigestMapper(string collection = Collections.Observed) : RecordMapper<ObservedDigest>(collection)
{
    public static readonly StoredRecord<ProcessInfo> Process = new(ProcessFields.All, new ProcessInfo());

    /// <summary>The field that tells how many boots the array leaves out. Versions that did not count them have none.</summary>
    public const string BootsLeftOut = "k";

    private const string BootsField = "b";
    private const string LatestField = "y";

    private const long DataMark = 1;
    private const long LateMark = 2;
    private const long SignatureMark = 4;

    private static readonly StoredRecord<PackageNote> Package = new(PackageFields.All, new PackageNote { Name = "", Version = "" });

    public override RecordKey KeyOf(ObservedDigest record) => RecordKey.Of(record.Path, record.Digest);

    protected override ObservedDigest Map(DocumentMap map, ObservedDigest? seen)
    {
        var boots = MapBoots(map, seen);
        var leftOut = map.OptionalNumber(BootsLeftOut, seen?.Boots.Count >= ObservedDigest.MostBoots ? seen.BootCount - ObservedDigest.MostBoots : null);
        var marks = map.OptionalNumber("tm", MarksOf(seen)) ?? 0;
        var first = map.Optional("x", seen?.FirstProcess, Process);
        return new ObservedDigest
        {
            Path = map.Path("p", seen?.Path),
            Digest = map.Digest(seen?.Digest),
            Sources = map.Sources(seen?.Sources),
            FirstSeen = map.Time("f", seen?.FirstSeen),
            LastSeen = map.Time("l", seen?.LastSeen),
            Boots = boots,
            BootsLeftOut = leftOut ?? 0,
            // A full list always comes with the number, since there is one.
            BootsUncounted = map.Flag("u", seen?.BootsUncounted) || (boots.Count == ObservedDigest.MostBoots && leftOut is null),
            ListEntry = map.OptionalNumber("e", seen?.ListEntry > 0 ? seen.ListEntry : null) ?? 0,
            SignedBy = map.OptionalText("z", seen?.SignedBy),
            FirstProcess = first,
            LatestProcess = MapLatest(map, seen, first),
            Package = map.Optional("q", seen?.Package, Package),
            HasNoPackage = map.Flag("o", seen?.HasNoPackage),
            PathMayHoldSpaces = map.Flag("m", seen?.PathMayHoldSpaces),
            Noted = map.Flag("n", seen?.Noted),
            Twin = MapTwin(map, seen?.Twin),
            IsData = (marks & DataMark) != 0,
            MayBeLate = (marks & LateMark) != 0,
            SignatureExplains = (marks & SignatureMark) != 0,
            Realm = (Realm)(map.OptionalNumber("r", seen is null or { Realm: Realm.Host } ? null : (long)seen.Realm) ?? 0),
            Container = map.OptionalText("c", seen?.Container),
            Image = map.OptionalText("im", seen?.Image),
            CameLater = map.Flag("w", seen?.CameLater),
            IsOtherInImage = map.Flag("i", seen?.IsOtherInImage),
            UsedIn = (int)(map.OptionalNumber("g", seen is null or { UsedIn: 0 } ? null : seen.UsedIn) ?? 0),
            LastLogged = MapPlace(map, seen?.LastLogged),
            CarriedTo = map.OptionalText("kx", seen?.CarriedTo),
            LiesOnDisk = map.Flag("v", seen?.LiesOnDisk),
            IsInitramfsCopy = map.Flag("j", seen?.IsInitramfsCopy),
        };
    }

    private static long? MarksOf(ObservedDigest? seen) =>
        seen is null or { IsData: false, MayBeLate: false, SignatureExplains: false } ? null
            : (seen.IsData ? DataMark : 0) | (seen.MayBeLate ? LateMark : 0) | (seen.SignatureExplains ? SignatureMark : 0);

    private static Digest? MapTwin(DocumentMap map, Digest? twin)
    {
        var algorithm = map.OptionalText("ta", twin?.Algorithm);
        var value = map.OptionalBytes("tv", twin?.Value);
        return twin ?? (algorithm is null || value is null ? null : new Digest(algorithm, value));
    }

    /// <summary>In one field of bytes: there is one for nearly every file that was used.</summary>
    public static LogPlace? MapPlace(DocumentMap map, LogPlace? place, string field = "h")
    {
        const int Size = 28;
        byte[]? bytes = null;
        if (place is { } known)
        {
            bytes = new byte[Size];
            BinaryPrimitives.WriteInt64BigEndian(bytes, known.Boot);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), known.Serial);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(12), known.Time.UtcTicks);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(20), known.Fingerprint);
        }
        return map.OptionalBytes(field, bytes) switch
        {
            null => null,
            { Length: Size } read => new LogPlace(BinaryPrimitives.ReadInt64BigEndian(read), BinaryPrimitives.ReadUInt32BigEndian(read.AsSpan(8)),
                new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(read.AsSpan(12)), TimeSpan.Zero), BinaryPrimitives.ReadInt64BigEndian(read.AsSpan(20))),
            _ => throw DocumentMap.Missing(field),
        };
    }

    /// <summary>Most files are used by one process between two scans: told once, as true in place of a document, it costs half.</summary>
    private static ProcessInfo? MapLatest(DocumentMap map, ObservedDigest? seen, ProcessInfo? first)
    {
        if (map.IsReading ? !map.HasFlag(LatestField) : first is null || seen!.LatestProcess != first)
            return map.Optional(LatestField, seen?.LatestProcess, Process);
        map.Flag(LatestField, true);
        return first;
    }

    /// <summary>
    /// A host that reboots daily would make the list grow for ever, so the first and the latest are kept, <see cref="ObservedDigest.MostBoots"/> in all.
    /// An id takes 16 bytes where it has the kernel's form, and is text otherwise.
    /// </summary>
    private static IReadOnlyList<string> MapBoots(DocumentMap map, ObservedDigest? seen)
    {
        if (map.IsReading ? !map.Has(BootsField) : seen!.Boots.Count == 0)
            return [];
        var kept = seen is not { Boots: { Count: > ObservedDigest.MostBoots } boots } ? seen?.Boots
            : [boots[0], .. boots.Skip(boots.Count - ObservedDigest.MostBoots + 1)];
        return map.List(BootsField, kept,
            static boot => Guid.TryParseExact(boot, "D", out var id) && id.ToString("D") == boot ? new BsonValue(id) : new BsonValue(boot),
            static value => value.IsGuid ? value.AsGuid.ToString("D") : value.IsString ? value.AsString : throw DocumentMap.Missing(BootsField));
    }
}

/// <summary>What containers used and what is said to be a container's: one document for each path, digest and container, apart from the host's.</summary>
internal sealed class ElsewhereMapper() : ObservedDigestMapper(Collections.Elsewhere)
{
    public override RecordKey KeyOf(ObservedDigest record) => RecordKey.Of(record.Path, record.Digest, record.Realm, record.Container);
}
