using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Evidence.Tpm.Quotes;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// The measurement list as a source of uses: on from where it was read to before, after making sure that it goes on from there, and
/// checked against its own hashes and the TPM.
/// </summary>
internal sealed class MeasurementListSource : IUseSource, IDisposable
{
    private const int DefaultPcr = 10;

    private readonly EvidenceRequest request;
    private readonly IEvidenceMemory memory;
    private readonly ListIdentity identity;
    private readonly PcrBanks banks;
    private readonly ListFile file;
    private readonly List<string> problems = [];
    private RememberedList? known;
    private IReadOnlyList<string> logged = [];

    private MeasurementListSource(EvidenceRequest request, IEvidenceMemory memory, ListIdentity identity, PcrBanks banks, ListFile file)
    {
        this.request = request;
        this.memory = memory;
        this.identity = identity;
        this.banks = banks;
        this.file = file;
        known = identity.Candidates is [var latest, ..] ? latest : null;
    }

    /// <summary>Under which id it is remembered; of a list without a boot id this is known only once it was read.</summary>
    public string ListId => known?.ListId ?? identity.NewId;

    /// <summary>When the file was written; on a live host, when the kernel made it.</summary>
    public DateTimeOffset WrittenAt => file.WrittenAt;

    /// <summary>Null before it was read.</summary>
    public ListSummary? Summary { get; private set; }

    /// <summary>Reads the PCRs, which the list then can only be ahead of, and opens the list.</summary>
    /// <exception cref="CannotCheckException">There is no list, or it cannot be read.</exception>
    public static MeasurementListSource Open(EvidenceRequest request, IEvidenceMemory memory, string? bootId)
    {
        var identity = ListIdentity.Of(request, memory, bootId);
        // A TPM takes milliseconds for each PCR; on a live host those are asked that IMA is known to extend.
        int[]? pcrs = request.Root.IsLive
            ? [DefaultPcr, .. identity.Candidates.Concat(identity.EarlierBoots).Take(1).SelectMany(list => list.Memory.Replay.Pcrs).Select(pcr => pcr.Pcr)] : null;
        var banks = request.ListIsOfRoot ? PcrBanks.Read(request.Root, pcrs) : PcrBanks.None("the list is not said to be of the host under the root");
        return new MeasurementListSource(request, memory, identity, banks, ListFile.Open(request));
    }

    /// <exception cref="CannotCheckException">The list is empty, damaged or cut short, or is none.</exception>
    public void Read(Joiner joiner, CancellationToken interrupted)
    {
        logged = joiner.PolicyRules;
        var walk = new ListWalk(file, banks, interrupted);
        Summary = (request.OnlyVerify ? null : ReadOn(walk, joiner)) ?? ReadAll(walk, joiner);
    }

    public void Dispose() => file.Dispose();

    /// <summary>The quick way, where what was read before is there byte for byte; null where it is not.</summary>
    private ListSummary? ReadOn(ListWalk walk, Joiner joiner)
    {
        if (known is not { Memory: { Position: { Files: not null } position } before })
            return null;
        using var stream = file.Begin();
        if (!stream.Skip(position.Bytes) || !stream.Fingerprint().AsSpan().SequenceEqual(position.PrefixDigest))
            return null;
        var goesOn = new Continuation
        {
            Start = new ListStart { Dropped = position.Dropped, From = before.Replay },
            Told = position.Entries,
            Unvouched = before.Unvouched,
            Carried = before.Carried,
            Begins = before.Begins,
            Earlier = [.. before.Kept],
        };
        using var reading = new ListReading(request, joiner, ListId, goesOn, before, isFirst: false);
        if (walk.GoOn(stream, position, before.Replay, reading.Add) is not { } walked)
            return null;
        walked = walked with { Entries = Math.Max(walked.Entries, position.Entries - position.Dropped), Form = position.Form };
        if (walked.Verdict is { Verified: false, Faults: 0 } && Survey(walk) is { } survey)
            using (survey)
            {
                goesOn = Continuity(walk, survey, before, joiner);
                if (walk.Run(goesOn.Start) is { } again)
                    walked = walked with { Verdict = again.Verdict, Replay = again.Replay };
            }
        return Summarise(walked, goesOn, reading, before);
    }

    private ListSummary ReadAll(ListWalk walk, Joiner joiner)
    {
        using var quote = request.Quote is null ? null : new QuoteReplay(request.Quote.Quote, banks);
        var goesOn = new Continuation { Start = ListStart.Zero };
        if (identity.Candidates.Count > 0 || identity.EarlierBoots.Count > 0)
            using (var survey = Survey(walk))
                goesOn = Find(walk, survey, joiner);
        using var reading = new ListReading(request, joiner, ListId, goesOn, known?.Memory, identity.IsFirst);
        reading.Add(goesOn.Start.Rebuilt);
        var walked = Run(walk) ?? Run(new ListWalk(file, PcrBanks.None("no earlier scan of this boot saw what the TPM holds now"), CancellationToken.None))!;
        return Summarise(walked, goesOn, reading, known?.Memory) with { Quote = Settle(reading.Uses, quote, goesOn.Start.Dropped) };

        WalkedList? Run(ListWalk way) => way.Run(goesOn.Start, mayBeEmpty: known is not null && file.CanDrop != false, (in entry, number) =>
        {
            quote?.Add(entry);
            reading.Add(entry, number);
        });
    }

    /// <summary>Which of the lists that were read before it is, and how it goes on from there.</summary>
    private Continuation Find(ListWalk walk, ListSurveyed survey, Joiner joiner)
    {
        if (!identity.HasBootId)
            known = identity.Candidates.FirstOrDefault(list => ListAlignment.Of(survey.Prints.All, list.Memory)[0].Fit is ListFit.Grown or ListFit.GoesOn
                || list.Memory.Position.Files is null);
        return known is null
            ? new ListOfNewBoot(walk, survey.Walked, survey.Prints, Aggregates(survey, joiner), identity.EarlierBoots).Find()
            : Continuity(walk, survey, known.Memory, joiner);
    }

    /// <summary>The numbers of those of a kernel: a file of that name is in the log.</summary>
    private static IReadOnlyList<long> Aggregates(ListSurveyed survey, Joiner joiner) =>
        [.. survey.Aggregates.Where(use => !joiner.IsLogged(use)).Select(use => use.Place.Number)];

    private Continuation Continuity(ListWalk walk, ListSurveyed survey, ListMemory before, Joiner joiner)
    {
        // What an earlier version of this program read has no prints to lay it beside: its bytes must do.
        if (before.Position.Files is null)
            return WithoutPrints(before);
        var countAgrees = file.CountedNow() is not { } now || !request.Root.IsLive || now >= survey.Walked.Entries;
        return new ListContinuity(walk, survey.Walked, survey.Prints, before, file.CanDrop, countAgrees)
            .Find(() => new DroppedEntries(memory, ListId, survey, before).Guesses(joiner.Sequence));
    }

    private Continuation WithoutPrints(ListMemory before)
    {
        using var stream = file.Begin();
        var position = before.Position;
        return stream.Skip(position.Bytes) && stream.Fingerprint().AsSpan().SequenceEqual(position.PrefixDigest)
            ? new Continuation { Start = ListStart.Zero, Told = position.Entries, Earlier = [.. before.Kept] }
            : new Continuation { Start = ListStart.Zero, Fault = ("changed", $"the list is not what it was when {position.Entries} entries of it were read before in this boot") };
    }

    private ListSurveyed Survey(ListWalk walk)
    {
        var prints = new EntryPrints();
        var aggregates = new List<Use>();
        (HostPath, Digest)? first = null;
        var template = default(string);
        var walked = walk.Run(ListStart.Zero, mayBeEmpty: known is not null && file.CanDrop != false, (in entry, number) =>
        {
            prints.Add(entry);
            if (entry.Kind == MeasurementKind.BootAggregate)
                aggregates.Add(ListedUses.UseOf(entry, number));
            if (number == 1 && entry.Kind == MeasurementKind.File)
                first = (new HostPath(entry.Name), new Digest(entry.DigestAlgorithm, entry.FileDigest));
            if (entry.Kind == MeasurementKind.File)
                template = entry.TemplateName;
        })!;
        return new ListSurveyed(walked, prints, aggregates, first, template);
    }

    private QuoteVerdict? Settle(ListedUses uses, QuoteReplay? replay, long dropped)
    {
        if (replay is null)
            return null;
        if (dropped > 0)
            throw new CannotCheckException($"the quote cannot be held against a list whose first {dropped} entries were dropped", "hold it against a copy of the whole list, with --ima");
        var verdict = replay.Verdict(request.Quote!.KeyFile, request.Quote.Nonce);
        if (verdict.Verified is null)
            throw new CannotCheckException($"the quote says too little: {verdict.Reason}", "ask for one that covers every PCR that the list names, or bring what it covers along");
        if (verdict.Verified == false)
            uses.AddFault("quote", verdict.Reason);
        return verdict;
    }

    private ListSummary Summarise(WalkedList walked, Continuation goesOn, ListReading reading, ListMemory? before)
    {
        var uses = reading.Uses;
        var verdict = walked.Verdict;
        if (goesOn.Fault is var (fault, cause))
            uses.AddFault(fault, cause);
        if (goesOn.TakesPcrOfNow && verdict is { Verified: false, Faults: 0 })
            verdict = verdict with { Verified = null, Reason = goesOn.Gap!.Text, Fault = null, FaultAt = null };
        if (verdict.Verified == false)
            uses.AddFault(verdict.Faults > 0 ? "hash" : "pcr", verdict.Fault ?? verdict.Reason);
        CheckHonesty(uses, walked, goesOn);
        var now = Remember(walked, goesOn, reading, before, verdict);
        foreach (var gap in new ListGaps(ListId, now, before, request.ListIsOfRoot ? identity.EarlierBoots : [], banks, verdict, request.Root, logged).Find())
            uses.Add(gap);
        return new ListSummary
        {
            Source = file.Source,
            Format = now.Position.Form.Split('-')[0],
            Entries = walked.Entries,
            NewEntries = reading.New,
            Dropped = goesOn.Start.Dropped,
            Rebuilt = goesOn.Start.Rebuilt.Count,
            Files = reading.Files,
            NotUnderstood = reading.NotUnderstood,
            Counted = file.Counted(),
            Templates = walked.Templates,
            Violations = walked.Violations,
            Resumed = goesOn.Told > 0,
            Problems = problems,
            Verdict = Explained(verdict, now),
            Memory = now,
            Signatures = uses.Signatures,
        };
    }

    private ListMemory Remember(WalkedList walked, Continuation goesOn, ListReading reading, ListMemory? before, ListVerdict verdict)
    {
        var entries = goesOn.Start.Dropped + walked.Entries;
        var replay = goesOn.TakesPcrOfNow && walked.Verdict is { Verified: false, Faults: 0 } ? ListReplay.StateOfNow(banks, entries) : walked.Replay;
        return new ListMemory(
            new ListPosition
            {
                Form = walked.Form.Length > 0 ? walked.Form : before?.Position.Form ?? "",
                Entries = entries,
                Dropped = goesOn.Start.Dropped,
                Bytes = walked.Bytes,
                PrefixDigest = walked.PrefixDigest,
                Files = reading.Files,
            },
            replay)
        {
            Earlier = goesOn.TakesPcrOfNow ? [] : [.. goesOn.Earlier.Where(state => state.Entries != entries).TakeLast(ListMemory.MostEarlier)],
            Prints = reading.Prints.Keep(goesOn.Told > 0 && reading.Prints.All.Length < walked.Entries ? before!.Prints : default),
            Vouched = [.. (before?.Vouched ?? []).Union(verdict.Banks.Where(bank => verdict.Verified == true && bank.MatchedAtEntry > 0)
                .Select(bank => new VouchedPcr(bank.Algorithm, bank.Pcr)))],
            Unvouched = goesOn.Unvouched,
            Gap = goesOn.Gap ?? before?.Gap,
            Carried = goesOn.Carried,
            Begins = goesOn.Begins,
            NotUnderstood = reading.NotUnderstood,
            Sorts = reading.Sorts,
            Algorithms = reading.Algorithms,
            Template = reading.Template,
            FirstAudited = before?.FirstAudited,
        };
    }

    /// <summary>What is known of a list that is vouched for, and is not all of its boot.</summary>
    private static ListVerdict Explained(ListVerdict verdict, ListMemory now) => verdict with
    {
        Reason = verdict.Verified != true ? verdict.Reason
            : now.Unvouched > 0 ? $"{verdict.Reason}, but nothing vouches for those up to entry {now.Unvouched}"
            : now.Position.Dropped > 0 ? $"{verdict.Reason}, of which the first {now.Position.Dropped} were dropped after they were read"
            : verdict.Reason,
    };

    private void CheckHonesty(ListedUses uses, WalkedList walked, Continuation goesOn)
    {
        if (goesOn.Note is { } note)
            problems.Add(note);
        if (walked.Verdict.Verified != false && file.Counted() is { } counted && counted > walked.Entries)
            problems.Add($"the kernel counts {counted} entries, and the list has {walked.Entries}: the end of it is missing");
        if (uses.TakenOver > 0)
            problems.Add("the list goes on from that of an earlier kernel (kexec)");
        if (walked.Form.StartsWith("ascii", StringComparison.Ordinal))
        {
            problems.Add("the list was read in its ASCII form, which is weaker evidence");
            if (file.CountedNow() is { } now && now < walked.Entries)
                uses.AddFault("count", $"the ASCII list has {walked.Entries} entries, and the kernel counts {now}: a name passes for an entry");
        }
    }
}

/// <summary>What one look through a whole list brought, before anything of it is given to anybody.</summary>
/// <param name="Walked">Replayed from a PCR of zero.</param>
/// <param name="Prints">Of all its entries.</param>
/// <param name="Aggregates">Those that are named boot_aggregate.</param>
/// <param name="First">The file of its first entry; null where that is of none.</param>
/// <param name="Template">That of its latest file.</param>
internal sealed record ListSurveyed(
    WalkedList Walked, EntryPrints Prints, IReadOnlyList<Use> Aggregates, (HostPath Path, Digest Digest)? First, string? Template) : IDisposable
{
    public void Dispose() => Prints.Dispose();
}
