using IntegrityWatch.Evidence.Ima;

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

    private ListReplay(PcrBanks banks, long startOffset)
    {
        this.banks = banks;
        this.startOffset = startOffset;
        replays = [.. banks.Algorithms.Select(algorithm => new BankReplay(algorithm, banks, isBank: true))];
    }

    /// <summary>Goes on where an earlier replay of the same list ended.</summary>
    /// <param name="startOffset">How many bytes of the list that one read.</param>
    /// <returns>Null where the state does not tell enough, and the list must be replayed from its start.</returns>
    public static ListReplay? Resume(PcrBanks banks, ReplayState state, long startOffset)
    {
        var states = state.Pcrs.ToLookup(pcr => pcr.Algorithm);
        if (!state.Pcrs.All(pcr => pcr.IsSound) || !banks.Algorithms.All(algorithm => states.Contains(algorithm.Name)))
            return null;

        var replay = new ListReplay(banks, startOffset)
        {
            entries = state.Entries,
            faults = state.Faults,
            firstFault = state.FirstFault,
        };
        foreach (var bank in replay.replays)
            bank.Resume(states[bank.Algorithm.Name]);
        return replay;
    }

    /// <summary>The next entry of the list.</summary>
    public void Add(in MeasurementEntry entry)
    {
        entries++;
        RememberLast(entry);
        if (listWidth == 0)
            BeginList(entry.TemplateDigest.Length);
        if (entry.IsVerified == false || entry.TemplateDigest.Length != listWidth)
        {
            faults++;
            firstFault ??= LastEntry();
            return;
        }
        var next = ReplayEntry.Of(entry, entries, lastOffset);
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

    /// <summary>All entries of a list have digests of one width; where the TPM has no bank of it, only they are checked.</summary>
    private void BeginList(int width)
    {
        listWidth = width;
        if (DigestAlgorithm.BankOfWidth(width) is { } algorithm && !replays.Exists(bank => bank.Algorithm == algorithm))
            replays.Add(new BankReplay(algorithm, banks, isBank: false));
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
