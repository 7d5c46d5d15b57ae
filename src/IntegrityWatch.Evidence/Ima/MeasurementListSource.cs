using System.Globalization;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Evidence.Tpm.Quotes;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// The measurement list as a source of uses: on from where it was read to before, after making sure that the part before is still the
/// same, and checked against its own hashes and the TPM.
/// </summary>
internal sealed class MeasurementListSource : IUseSource, IDisposable
{
    private const int DefaultPcr = 10;

    private readonly EvidenceRequest request;
    private readonly string path;
    private readonly string listId;
    private readonly ListMemory? before;
    private readonly PcrBanks banks;
    private readonly long? counted;
    private readonly List<string> problems = [];
    private readonly Dictionary<string, long> notUnderstood = new(StringComparer.Ordinal);
    private FingerprintedStream stream;
    private long files;

    private MeasurementListSource(EvidenceRequest request, string path, FileStream file, ListMemory? before, string listId, PcrBanks banks, long? counted)
    {
        this.request = request;
        this.path = path;
        this.listId = listId;
        this.before = before;
        this.banks = banks;
        this.counted = counted;
        WrittenAt = File.GetLastWriteTimeUtc(file.SafeFileHandle);
        stream = new FingerprintedStream(file);
    }

    /// <summary>When the file was written; on a live host, when the kernel made it.</summary>
    public DateTimeOffset WrittenAt { get; }

    private string Source => request.ListFile ?? request.Root.Locate(path);

    /// <summary>Reads the PCRs, which the list then can only be ahead of, and opens the list.</summary>
    /// <exception cref="CannotCheckException">There is no list, or it cannot be read.</exception>
    public static MeasurementListSource Open(EvidenceRequest request, ListMemory? before, string listId)
    {
        // A TPM takes milliseconds for each PCR; on a live host those are asked that IMA is known to extend.
        int[]? pcrs = request.Root.IsLive ? [DefaultPcr, .. before?.Replay.Pcrs.Select(pcr => pcr.Pcr) ?? []] : null;
        var banks = request.ListIsOfRoot ? PcrBanks.Read(request.Root, pcrs) : PcrBanks.None("the list is not said to be of the host under the root");
        if (request.ListFile is { } named)
            return new MeasurementListSource(request, named, OpenNamed(named), before, listId, banks, counted: null);
        // The kernel counts an entry once it is in the list, so that the list can only be ahead of this.
        var counted = Count(request.Root);
        if (ListPaths.Open(request.Root) is var (path, file))
            return new MeasurementListSource(request, path, file, before, listId, banks, counted);
        throw new CannotCheckException($"no measurement list: {request.Root.Locate(ListPaths.ByPreference[0])}",
            request.Root.IsLive
                ? "load an IMA policy and mount securityfs, or scan with --no-ima"
                : "bring the list along from the host, name it with --ima, or scan with --no-ima");
    }

    /// <summary>Null before it was read.</summary>
    public ListSummary? Summary { get; private set; }

    /// <exception cref="CannotCheckException">The list is empty, damaged or cut short, or is none.</exception>
    public void Read(Joiner joiner, CancellationToken interrupted) =>
        Summary = Read(new ListedUses(joiner, request.Keys, listId, observes: !request.OnlyVerify), interrupted);

    private ListSummary Read(ListedUses uses, CancellationToken interrupted)
    {
        var known = before is not null && IsUnchanged(before.Position) ? before : null;
        using var resumed = known is not { Position.Files: not null } || request.OnlyVerify ? null : ListReplay.Resume(banks, known.Replay, known.Position.Bytes);
        if (known is not null && resumed is null)
            Restart();
        var first = resumed is null ? 0 : known!.Position.Entries;
        var told = request.OnlyVerify ? 0 : known?.Position.Entries ?? 0;
        using var replay = resumed ?? new ListReplay(banks);
        if (resumed is not null && stream.IsAtEnd())
            return Summarise(uses, replay, null, known!.Position, told);

        using var quote = request.Quote is null ? null : new QuoteReplay(request.Quote.Quote, banks);
        using var reader = MeasurementList.Open(Source, stream, Path.GetFileName(path), first, resumed is null ? 0 : known!.Position.Bytes);
        var form = "";
        files = resumed is null ? 0 : known!.Position.Files!.Value;
        while (reader.Read(out var entry))
        {
            interrupted.ThrowIfCancellationRequested();
            if (form.Length == 0)
                form = FormOf(reader.Format, entry);
            replay.Add(entry);
            quote?.Add(entry);
            Count(entry);
            if (first + entry.Number > told && entry.IsVerified != false)
                uses.Add(entry, first + entry.Number);
        }
        if (known is null && before is not null && before.Position.Form == form)
            CheckChange(uses, before.Position);
        CheckHonesty(uses, reader, first + reader.Entries);
        return Summarise(uses, replay, reader, new ListPosition
        {
            Form = form,
            Entries = first + reader.Entries,
            Bytes = stream.Bytes,
            PrefixDigest = stream.Fingerprint(),
            Files = files,
        }, told) with
        {
            Quote = Settle(uses, quote),
        };
    }

    public void Dispose() => stream.Dispose();

    private void Count(in MeasurementEntry entry)
    {
        if (entry is { Kind: MeasurementKind.File, Name.IsEmpty: false })
            files++;
        else if (entry is { Kind: MeasurementKind.Opaque or MeasurementKind.File } or { Kind: MeasurementKind.Unmeasurable, FileDigest.IsEmpty: true })
            notUnderstood[entry.TemplateName] = notUnderstood.GetValueOrDefault(entry.TemplateName) + 1;
    }

    private static string FormOf(MeasurementFormat format, in MeasurementEntry entry) =>
        $"{(format == MeasurementFormat.Binary ? "binary" : "ascii")}-{entry.TemplateDigest.Length}";

    /// <summary>Reads the part that was read before; where it is another now, starts anew.</summary>
    private bool IsUnchanged(ListPosition position)
    {
        if (stream.Skip(position.Bytes) && stream.Fingerprint().AsSpan().SequenceEqual(position.PrefixDigest))
            return true;
        Restart();
        return false;
    }

    private void Restart()
    {
        stream.Dispose();
        stream = new FingerprintedStream(request.ListFile is { } named
            ? OpenNamed(named)
            : request.Root.Open(path) ?? throw new CannotCheckException($"measurement list vanished: {Source}"));
    }

    /// <summary>Within a boot a list only grows.</summary>
    private void CheckChange(ListedUses uses, ListPosition position)
    {
        if (WasTrimmed())
        {
            problems.Add("the kernel handed entries out and dropped them, and the list was read from where it begins now");
            return;
        }
        uses.AddFault("changed", stream.Bytes < position.Bytes
            ? $"the list shrank within this boot: it held {position.Entries} entries in {position.Bytes} bytes, and holds {stream.Bytes} bytes now"
            : $"the list changed within this boot: up to entry {position.Entries} it is not what it was when it was read before");
    }

    private QuoteVerdict? Settle(ListedUses uses, QuoteReplay? replay)
    {
        if (replay is null)
            return null;
        var verdict = replay.Verdict(request.Quote!.KeyFile, request.Quote.Nonce);
        if (verdict.Verified is null)
            throw new CannotCheckException($"the quote says too little: {verdict.Reason}", "ask for one that covers every PCR that the list names");
        if (verdict.Verified == false)
            uses.AddFault("quote", verdict.Reason);
        return verdict;
    }

    private void CheckHonesty(ListedUses uses, IMeasurementReader reader, long entries)
    {
        if (uses.TakenOver > 0)
            problems.Add("the list goes on from that of an earlier kernel (kexec), or a file without a path is named boot_aggregate");
        if (reader.Opaque > 0)
            problems.Add($"{reader.Opaque} entries of templates that are not known here");
        if (reader.Format == MeasurementFormat.Binary)
            return;
        if (request.ListFile is null && Count(request.Root) is { } now && now < entries)
            uses.AddFault("count", $"the ASCII list has {entries} entries, and the kernel counts {now}: a name passes for an entry");
    }

    /// <summary>On another host the count may have been copied after the list; which of both is behind cannot be said.</summary>
    private void CheckCount(long entries)
    {
        if (counted > entries && !WasTrimmed())
            problems.Add($"the kernel counts {counted} entries, and the list has {entries}: the end of it is missing");
    }

    private bool WasTrimmed()
    {
        using var staged = request.ListFile is null ? request.Root.Open(ListPaths.Staged) : null;
        return staged is not null;
    }

    private static long? Count(EvidenceRoot root) =>
        long.TryParse(root.ReadLine(ListPaths.Count), NumberStyles.None, null, out var count) ? count : null;

    private ListSummary Summarise(ListedUses uses, ListReplay replay, IMeasurementReader? reader, ListPosition position, long told)
    {
        if (position.Form.StartsWith("ascii", StringComparison.Ordinal))
            problems.Add("the list was read in its ASCII form, which is weaker evidence");
        var verdict = replay.Verdict();
        if (verdict.Verified == false)
            uses.AddFault(verdict.Faults > 0 ? "hash" : "pcr", verdict.Fault ?? verdict.Reason);
        else
            CheckCount(position.Entries);
        return new ListSummary
        {
            Source = Source,
            Format = position.Form.Split('-')[0],
            Entries = position.Entries,
            NewEntries = position.Entries - told,
            Files = position.Files ?? 0,
            NotUnderstood = notUnderstood,
            Counted = request.ListFile is null && Count(request.Root) is { } after ? Math.Min(after, counted ?? after) : counted,
            Templates = reader?.Templates ?? new Dictionary<string, long>(),
            Violations = reader?.Violations ?? 0,
            Resumed = told > 0,
            Problems = problems,
            Position = position,
            Verdict = verdict,
            Replay = replay.Save(),
            Signatures = uses.Signatures,
        };
    }

    private static FileStream OpenNamed(string file) => NamedFile.OpenAny(file, "measurement list", "name a readable file with --ima");
}
