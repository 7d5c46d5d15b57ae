using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>
/// Checks a measurement list against its own hashes and against the TPM, entry by entry as it is read. Entries are copied in
/// blocks, and each bank is replayed by a task of its own while the next block fills. Allocates nothing for an entry.
/// </summary>
public sealed class ListReplay : IDisposable
{
    private readonly PcrBanks banks;
    private readonly List<BankReplay> replays;
    private readonly long startOffset;
    private EntryBlock filling = new();
    private EntryBlock replaying = new();
    private Task pending = Task.CompletedTask;
    private int listWidth;
    private bool isAlgorithmKnown;
    private long entries;
    private long faults;
    private ListEntry? firstFault;
    private byte[] lastName = new byte[256];
    private int lastNameLength;
    private long lastOffset;

    /// <param name="banks">What the TPM held before the list was read.</param>
    public ListReplay(PcrBanks banks)
        : this(banks, startOffset: 0)
    {
    }

    private ListReplay(PcrBanks banks, long startOffset, IEnumerable<string>? remembered = null)
    {
        this.banks = banks;
        this.startOffset = startOffset;
        // A bank that is gone is replayed all the same: where it comes back, it must hold what came meanwhile.
        replays = [.. DigestAlgorithm.Banks
            .Where(algorithm => banks.Algorithms.Contains(algorithm) || remembered?.Contains(algorithm.Name) == true)
            .Select(algorithm => new BankReplay(algorithm, banks, isBank: true))];
    }

    /// <summary>Goes on where an earlier replay of the same list ended.</summary>
    /// <param name="startOffset">How many bytes of the list that one read.</param>
    /// <returns>Null where the state does not tell enough, and the list must be replayed from its start.</returns>
    public static ListReplay? Resume(PcrBanks banks, ReplayState state, long startOffset)
    {
        var states = state.Pcrs.ToLookup(pcr => pcr.Algorithm);
        if (!state.Pcrs.All(pcr => pcr.IsSound) || !banks.Algorithms.All(algorithm => states.Contains(algorithm.Name)))
            return null;

        var replay = new ListReplay(banks, startOffset, state.Pcrs.Select(pcr => pcr.Algorithm))
        {
            entries = state.Entries,
            faults = state.Faults,
            firstFault = state.FirstFault,
        };
        foreach (var bank in replay.replays)
            bank.Resume(states[bank.Algorithm.Name]);
        return replay;
    }

    /// <summary>What the TPM holds, for the next scan to go on from where nobody knows what led there.</summary>
    /// <param name="entries">How many entries the list has by now.</param>
    internal static ReplayState StateOfNow(PcrBanks banks, long entries) => new()
    {
        Entries = entries,
        IsPcrOfThen = true,
        Faults = 0,
        FirstFault = null,
        Pcrs = [.. banks.Algorithms.SelectMany(algorithm => banks.Of(algorithm).SelectMany(pcr => PcrForms.FormsOf(algorithm).Select(form => new PcrState
        {
            Algorithm = algorithm.Name,
            Pcr = pcr.Key,
            Form = form,
            LastEntry = entries,
            Value = pcr.Value,
            MatchedAt = entries,
            MatchedValue = pcr.Value,
            Unproven = 0,
        })))],
    };

    /// <summary>From entries that extended no PCR of now: before a hibernation, which resets the TPM and not the list.</summary>
    /// <param name="entries">How many.</param>
    /// <param name="startOffset">How many bytes of the list they take.</param>
    internal static ListReplay AfterReset(PcrBanks banks, long entries, long startOffset) => new(banks, startOffset) { entries = entries };

    /// <summary>The next entry of the list.</summary>
    public void Add(in MeasurementEntry entry)
    {
        entries++;
        RememberLast(entry);
        if (listWidth == 0)
            listWidth = entry.TemplateDigest.Length;
        if (!isAlgorithmKnown && entry.Kind != MeasurementKind.Violation)
            FindAlgorithm(entry);
        if (entry.IsVerified == false || entry.TemplateDigest.Length != listWidth)
        {
            faults++;
            firstFault ??= LastEntry();
            return;
        }
        Put(ReplayEntry.Of(entry, entries, lastOffset));
    }

    /// <summary>An entry that was dropped and is known from elsewhere: it has no digest to check, only PCRs that it extended.</summary>
    internal void AddRebuilt(in MeasurementEntry entry)
    {
        entries++;
        RememberLast(entry);
        Put(ReplayEntry.Of(entry, entries, lastOffset));
    }

    private void Put(in ReplayEntry next)
    {
        if (filling.TryAdd(next))
            return;
        HandOver();
        if (filling.TryAdd(next))
            return;
        pending.GetAwaiter().GetResult();
        foreach (var bank in replays)
            bank.Add(next);
    }

    /// <summary>What the entries so far amount to.</summary>
    public ListVerdict Verdict()
    {
        Settle();
        return new VerdictBuilder(banks, [.. replays.SelectMany(bank => bank.Pcrs)])
        {
            Entries = entries,
            Faults = Faults(),
            FirstFault = FirstFault(),
            Last = LastEntry(),
        }.Build();
    }

    /// <summary>For <see cref="Resume"/>, to be kept together with the place that the list was read to.</summary>
    public ReplayState Save()
    {
        Settle();
        return new ReplayState
        {
            Entries = entries,
            Pcrs = [.. replays.SelectMany(bank => bank.Pcrs).SelectMany(pcr => pcr.Save())],
            Faults = Faults(),
            FirstFault = FirstFault(),
        };
    }

    public void Dispose()
    {
        // A task that still runs uses what is freed here, and one that failed has told so elsewhere.
        pending.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        foreach (var bank in replays)
            bank.Dispose();
    }

    /// <summary>
    /// All entries of a list have digests of one algorithm, which only its file's name says: of two that make digests of one width it is
    /// the one that made this. Where the TPM has no bank of it, only the digests are checked.
    /// </summary>
    private void FindAlgorithm(in MeasurementEntry entry)
    {
        var width = entry.TemplateDigest.Length;
        isAlgorithmKnown = true;
        Settle();
        if (DigestAlgorithm.BankOfWidth(width) is not { } usual)
            return;
        var algorithm = usual;
        foreach (var other in DigestAlgorithm.Banks.Where(bank => bank.Width == width && bank != usual))
            if (!entry.TemplateData.IsEmpty && IsHashOf(entry, other))
                algorithm = other;
        foreach (var bank in replays)
            bank.IsListed = bank.Algorithm == algorithm;
        if (!replays.Exists(bank => bank.IsListed))
            replays.Add(new BankReplay(algorithm, banks, isBank: false) { IsListed = true });
    }

    private static bool IsHashOf(in MeasurementEntry entry, DigestAlgorithm algorithm)
    {
        using var hash = BankHash.Of(algorithm);
        Span<byte> computed = stackalloc byte[algorithm.Width];
        hash.Compute(TemplateHash.HashedBytes(Template.IsLegacyName(entry.TemplateName), entry.TemplateData, stackalloc byte[TemplateHash.LegacyLength]), computed);
        return entry.TemplateDigest.SequenceEqual(computed);
    }

    private void HandOver()
    {
        pending.GetAwaiter().GetResult();
        (filling, replaying) = (replaying, filling);
        filling.Clear();
        var block = replaying;
        pending = Task.WhenAll(replays.Select(bank => Task.Run(() => block.ReplayTo(bank))));
    }

    private void Settle()
    {
        pending.GetAwaiter().GetResult();
        foreach (var bank in replays)
            filling.ReplayTo(bank);
        filling.Clear();
    }

    private long Faults() => faults + replays.Sum(bank => bank.Faults);

    private ListEntry? FirstFault() =>
        replays.Select(bank => bank.FirstFault).Append(firstFault).OfType<ListEntry>().MinBy(fault => fault.Number);

    private void RememberLast(in MeasurementEntry entry)
    {
        lastOffset = startOffset + entry.Offset;
        if (lastName.Length < entry.Name.Length)
            lastName = new byte[entry.Name.Length * 2];
        entry.Name.CopyTo(lastName);
        lastNameLength = entry.Name.Length;
    }

    /// <summary>Without its name where it was read by an earlier replay.</summary>
    private ListEntry LastEntry() => new(entries, lastOffset, new HostPath(lastName.AsSpan(0, lastNameLength)));
}
