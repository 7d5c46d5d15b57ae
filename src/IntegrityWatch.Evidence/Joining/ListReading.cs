using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>
/// Reads a measurement list on from where it was read to before, after making sure that the part before is still the same.
/// </summary>
internal sealed class ListReading : IDisposable
{
    private const string Folder = "sys/kernel/security/ima/";
    private const string Counted = Folder + "runtime_measurements_count";

    /// <summary>The binary form tells names from entries, the ASCII form does not; a wider list says more than a narrow one.</summary>
    private static readonly string[] ByPreference =
    [
        "binary_runtime_measurements", "binary_runtime_measurements_sha256", "binary_runtime_measurements_sha384",
        "binary_runtime_measurements_sha512", "binary_runtime_measurements_sha1", "ascii_runtime_measurements",
    ];

    private readonly EvidenceRequest request;
    private readonly string place;
    private readonly ListPosition? before;
    private readonly List<string> problems = [];
    private FingerprintedStream stream;

    private ListReading(EvidenceRequest request, string place, FileStream file, ListPosition? before)
    {
        this.request = request;
        this.place = place;
        this.before = before;
        WrittenAt = File.GetLastWriteTimeUtc(file.SafeFileHandle);
        stream = new FingerprintedStream(file);
    }

    /// <summary>When the file was written; on a live host, when the kernel made it.</summary>
    public DateTimeOffset WrittenAt { get; }

    /// <exception cref="CannotCheckException">There is no list, or it cannot be read.</exception>
    public static ListReading Open(EvidenceRequest request, ListPosition? before)
    {
        if (request.ListFile is { } named)
            return new ListReading(request, named, OpenNamed(named), before);
        foreach (var name in ByPreference)
            if (request.Root.Open(Folder + name) is { } file)
                return new ListReading(request, Folder + name, file, before);
        throw new CannotCheckException($"no measurement list: {request.Root.Locate(Folder + ByPreference[0])}",
            request.Root.IsLive
                ? "load an IMA policy and mount securityfs, or scan with --no-ima"
                : "bring the list along from the host, name it with --ima, or scan with --no-ima");
    }

    /// <exception cref="CannotCheckException">The list is empty, damaged or cut short, or is none.</exception>
    public ListSummary Read(Joiner joiner, CancellationToken interrupted)
    {
        var resumed = before is not null && Continues(before);
        var skipped = resumed ? before! : null;
        if (skipped is not null && stream.IsAtEnd())
            return Summary(null, skipped);
        using var reader = MeasurementList.Open(request.ListFile ?? request.Root.Locate(place), stream, Path.GetFileName(place));
        while (reader.Read(out var entry))
        {
            interrupted.ThrowIfCancellationRequested();
            joiner.Add(entry, (skipped?.Entries ?? 0) + entry.Number);
        }
        CheckHonesty(reader, (skipped?.Entries ?? 0) + reader.Entries);
        return Summary(reader, skipped);
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Reads the part that was read before; where it is another now, starts anew.</summary>
    private bool Continues(ListPosition position)
    {
        if (stream.Skip(position.Bytes) && stream.Fingerprint().AsSpan().SequenceEqual(position.PrefixDigest))
            return true;
        problems.Add("the list does not go on from where it was read to before, and was read from its start");
        stream.Dispose();
        stream = new FingerprintedStream(request.ListFile is { } named
            ? OpenNamed(named)
            : request.Root.Open(place) ?? throw new CannotCheckException($"measurement list vanished: {request.Root.Locate(place)}"));
        return false;
    }

    private void CheckHonesty(IMeasurementReader reader, long entries)
    {
        if (reader.Opaque > 0)
            problems.Add($"{reader.Opaque} entries of templates that are not known here");
        if (reader.Format == MeasurementFormat.Binary)
            return;
        problems.Add("the list was read in its ASCII form, which is weaker evidence");
        if (reader.Unverified > 0)
            throw new CannotCheckException(
                $"{reader.Unverified} lines of the ASCII list do not match their own hashes: {request.ListFile ?? request.Root.Locate(place)}",
                "bring binary_runtime_measurements along, in which names cannot pass for entries");
        if (request.ListFile is null && long.TryParse(request.Root.ReadLine(Counted), out var counted) && counted < entries)
            throw new CannotCheckException(
                $"the ASCII list has {entries} entries and the kernel counts {counted}: {request.Root.Locate(place)}",
                "bring binary_runtime_measurements along, in which names cannot pass for entries");
    }

    private ListSummary Summary(IMeasurementReader? reader, ListPosition? skipped)
    {
        var entries = (skipped?.Entries ?? 0) + (reader?.Entries ?? 0);
        return new ListSummary
        {
            Source = request.ListFile ?? request.Root.Locate(place),
            Format = place.Contains("ascii", StringComparison.Ordinal) || reader?.Format == MeasurementFormat.Ascii ? "ascii" : "binary",
            Entries = entries,
            NewEntries = reader?.Entries ?? 0,
            Templates = reader?.Templates ?? new Dictionary<string, long>(),
            Violations = reader?.Violations ?? 0,
            Resumed = skipped is not null,
            Problems = problems,
            Position = new ListPosition { Entries = entries, Bytes = stream.Bytes, PrefixDigest = stream.Fingerprint() },
        };
    }

    private static FileStream OpenNamed(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"measurement list cannot be read: {file}", "name a readable file with --ima", fault);
        }
    }
}
