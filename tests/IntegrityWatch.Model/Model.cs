namespace IntegrityWatch.Model;

/// <summary>
/// What must be told, by the rules of judgement alone and as plainly as can be: a few dictionaries, no times but where a rule names one, no
/// regard for how much of it there is. It knows what the host left behind as its maker knows it, and reads no file.
/// </summary>
internal sealed class Model(SimulatedHost host)
{
    private readonly Dictionary<Content, int> usedIn = [];
    private readonly Dictionary<Subject, Told> told = [];
    private readonly Dictionary<Content, Approved> approvals = [];
    private readonly HashSet<HostEvent> readEvents = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Subject> waived = [];
    private readonly Dictionary<string, string> versions = [];
    private HostEvent? lastRead;
    private int generation;
    private int listRead;
    private int listBoot;
    private int filesOfBoot;
    private DateTimeOffset lastRecord;
    private (DateTimeOffset LastRecord, DateTimeOffset At, int Generation) captured;
    private readonly HashSet<Content> accepted = [];
    private readonly HashSet<Content> ofHost = [];
    private readonly HashSet<Content> asInstalled = [];
    private readonly HashSet<Content> lying = [];
    private string packagesSeen = "";
    private int digestsIn;
    private readonly HashSet<Content> again = [];
    private readonly Stack<Before> before = [];

    /// <summary>The open findings, a line each, in the order of text.</summary>
    public IReadOnlyList<string> Open => [.. told.Values.Where(one => one.IsOpen).Select(one => one.Line).Order(StringComparer.Ordinal)];

    /// <summary>True where nothing can be judged: the list names no file of this boot.</summary>
    public bool IsBlind => host.List.Entries.All(entry => entry.Name == "boot_aggregate") && filesOfBoot != host.BootNumber;

    public bool HasBaseline => generation > 0;

    /// <summary>How many generations an undo can take back.</summary>
    public int InForce => before.Count;

    public int ExitCode => told.Values.Where(one => one.IsOpen).Select(one => one.Grade).DefaultIfEmpty(Grade.Info).Max() switch
    {
        Grade.Critical or Grade.High => 2,
        Grade.Medium or Grade.Low => 1,
        Grade.Info => 0,
    };

    public void Scan()
    {
        foreach (var one in told.Values.Where(one => !one.IsStateOpen))
            one.IsDelivered = true;
        Look();
    }

    /// <summary>
    /// A capture tells of what it looked at as well, and an undo opens again. Whether their reports named a finding, so that it is not new any
    /// more, is left to them.
    /// </summary>
    public void TakeStates(IReadOnlyList<string> said)
    {
        // Two events can read alike, and differ in nothing but their state.
        var left = said.ToList();
        foreach (var one in told.Values.Where(one => one is { IsOpen: true, IsStateOpen: false }))
            left.Remove(one.Line);
        foreach (var one in told.Values.Where(one => one.IsStateOpen))
        {
            one.IsDelivered = true;
            one.IsDelivered = left.Remove(one.Line);
            one.IsStateOpen = false;
        }
    }

    /// <summary>A look whose report nobody compares.</summary>
    public void LookAside()
    {
        var known = told.Values.ToHashSet();
        Look();
        foreach (var one in told.Values.Where(one => !known.Contains(one)))
            one.IsStateOpen = true;
    }

    /// <summary>Accepts all that is open of a path.</summary>
    public void Accept(string path)
    {
        Begin();
        foreach (var one in OpenOf(path))
        {
            var content = new Content(path, one.Subject.Digest);
            if (Subject.Circumstances.Contains(one.Subject.Kind))
                waived.Add(one.Subject);
            else if (one.Subject.Digest != "-")
            {
                approvals[content] = new Approved(generation) { IsHeldByDisk = host.Disk[path]?.Digest == content.Digest };
                accepted.Add(content);
            }
            Close(one);
        }
    }

    /// <summary>Says that all that is open of a path was dealt with. Returns false where it lies there still, and nothing is closed.</summary>
    public bool Resolve(string path)
    {
        if (OpenOf(path).Any(one => host.Disk[path]?.Digest == one.Subject.Digest))
            return false;
        Begin();
        foreach (var one in OpenOf(path))
        {
            Close(one);
            one.IsResolved = true;
        }
        return true;
    }

    /// <summary>Takes back the latest generation that is in force.</summary>
    public void Undo()
    {
        var taken = before.Pop();
        generation++;
        Restore(approvals, taken.Approvals);
        Restore(versions, taken.Versions);
        waived.Clear();
        waived.UnionWith(taken.Waived);
        accepted.Clear();
        accepted.UnionWith(taken.Accepted);
        captured = taken.Captured;
        foreach (var one in told.Values.Where(one => !one.IsOpen && one.ClosedIn == taken.Generation))
            (one.IsOpen, one.IsResolved, one.IsStateOpen) = (true, false, true);
        again.UnionWith(usedIn.Where(used => used.Value >= taken.Generation).Select(used => used.Key));
    }

    public IReadOnlyList<Told> OpenOf(string path) => [.. told.Values.Where(one => one.IsOpen && one.Subject.Path == path)];

    public void Capture()
    {
        LookAside();
        Begin();
        foreach (var path in host.Disk.Files.Keys.Where(IsInScope))
            Approve(new Content(path, host.Disk[path]!.Digest));
        foreach (var one in told.Values.Where(one => one.Subject.Kind == "no-baseline"))
            Close(one);
        captured = (lastRecord, host.Now, generation);
    }

    private bool IsInScope(string path) =>
        usedIn.Keys.Any(used => used.Path == path) || host.Packages.OwnerOf(path) is not null || Place.Of(path).IsCaptured;

    private void Approve(Content content)
    {
        var against = CircumstancesOf(content).Where(one => one.Grade >= Grade.Medium && !waived.Contains(one.Subject)).ToList();
        if (against is not [])
        {
            // Nobody need have used it: it lies there, and the next scan tells of it.
            foreach (var one in against)
                if (!told.ContainsKey(one.Subject))
                    Tell(one.Subject, one.Grade).IsStateOpen = true;
            return;
        }
        if (host.Packages.OwnerOf(content.Path) is { } owner)
            versions[content.Path] = host.Packages.Packages[owner].Version;
        foreach (var (older, approved) in approvals.Where(known => known.Key.Path == content.Path && known.Key != content).ToList())
        {
            var isHeldByPerson = accepted.Contains(older) && host.List.Entries.Any(entry => entry.Digest == older.Digest && entry.Name == older.Path.Replace(' ', '_'));
            if (approved.IsHeldByDisk && approved.SupersededIn == 0 && !isHeldByPerson)
            {
                approvals[older] = approved with { SupersededIn = generation };
                lying.Remove(older);
            }
        }
        foreach (var explained in told.Values.Where(one => one.IsOpen && one.IsExplained && one.Subject.Path == content.Path && one.Subject.Digest != content.Digest))
        {
            approvals[new Content(content.Path, explained.Subject.Digest)] = new Approved(generation) { SupersededIn = generation, IsHeldByDisk = true };
            Close(explained);
        }
        if (approvals.GetValueOrDefault(content) is not { SupersededIn: 0 })
            approvals[content] = new Approved(generation) { IsHeldByDisk = true };
        foreach (var one in told.Values.Where(one => one.Subject.IsOf(content) && !Subject.Circumstances.Contains(one.Subject.Kind)))
            Close(one);
    }

    private void Begin()
    {
        generation++;
        before.Push(new Before(generation, new(approvals), [.. waived], [.. accepted], new(versions), captured));
    }

    private static void Restore<TKey, TValue>(Dictionary<TKey, TValue> now, Dictionary<TKey, TValue> then) where TKey : notnull
    {
        now.Clear();
        foreach (var (key, value) in then)
            now.Add(key, value);
    }

    private void Close(Told one)
    {
        if (!one.IsOpen)
            return;
        one.IsOpen = false;
        one.ClosedIn = generation;
    }

    private void Look()
    {
        var news = News();
        Reopen(news);
        if (generation == 0)
            Tell(new Subject("no-baseline", "-", "-"), Grade.Low);
        var open = told.Values.Where(one => one.IsOpen && one.Subject.Digest != "-").Select(one => new Content(one.Subject.Path, one.Subject.Digest));
        var judged = news.Keys.Concat(open).Concat(again).Distinct().ToList();
        if (generation > 0)
            asInstalled.UnionWith(judged.Where(IsAsInstalled));
        foreach (var content in judged)
            Judge(content, news.TryGetValue(content, out var isFromBefore), isFromBefore);
        again.Clear();
    }

    /// <summary>The contents of which a source brought a use, and whether all that says so is by its time from before the last capture.</summary>
    private Dictionary<Content, bool> News()
    {
        var news = new Dictionary<Content, bool>();
        var last = host.List.Entries.LastOrDefault(entry => entry.Name == "boot_aggregate")?.Number ?? 0;
        // A kexec hands over what was read, and what nobody read: that is news, whichever boot it is of.
        if (listBoot != host.BootNumber)
            (listBoot, listRead) = (host.BootNumber, last > 1 ? listRead : 0);
        var events = host.Log.Events.Where(one => one.Node is null).ToList();
        if (lastRead is not null && !events.Contains(lastRead))
            Tell(new Subject("evidence-gap", "-", "-", $"place {host.BootNumber}"), Grade.Medium);
        lastRead = events.LastOrDefault() ?? lastRead;
        var records = events.Where(one => one.File is not null).ToList();
        foreach (var (one, previous) in events.Zip(events.Prepend(events.FirstOrDefault()!)))
        {
            if (!readEvents.Add(one))
                continue;
            if (one.Serial > previous.Serial + 1 && one.Boot == previous.Boot && previous.Serial > 0)
                Tell(new Subject("evidence-gap", "-", "-", $"serials {one.Boot}"), Grade.Medium);
            if (one.Violated is not null)
                Tell(new Subject("violation", one.Violated, "-"), Grade.Medium);
            if (one.File is not null && IsOfHost(one, records))
            {
                var content = new Content(one.File, one.Digest!);
                ofHost.Add(content);
                var isFromBefore = one.Time > captured.LastRecord && one.Time < captured.At
                    && !events.Any(other => other.Boot == one.Boot && other.Serial < one.Serial && other.Time > captured.At);
                news[content] = isFromBefore && news.GetValueOrDefault(content, true);
            }
            lastRecord = one.Time;
        }
        foreach (var entry in host.List.Entries.Where(entry => entry.Number > listRead && entry.Name != "boot_aggregate" && entry.Digest.Trim('0').Length > 0))
        {
            var told = records.Where(one => one.Digest == entry.Digest && one.File!.Replace(' ', '_') == entry.Name).ToList();
            if (told is [] || told.Any(one => IsOfHost(one, records)))
                news.TryAdd(new Content(told.FirstOrDefault()?.File ?? entry.Name, entry.Digest), false);
        }
        foreach (var content in OldVersionsOnDisk(records))
            news.TryAdd(content, false);
        if (!IsBlind)
            filesOfBoot = host.BootNumber;
        listRead = host.List.Made;
        foreach (var content in news.Keys)
            usedIn[content] = generation;
        return news;
    }

    /// <summary>Where the log brought no digest in this boot, or the packages changed, what lies on disk is asked for: told once until it is another.</summary>
    private IEnumerable<Content> OldVersionsOnDisk(List<HostEvent> records)
    {
        digestsIn = records.Select(one => one.Boot).Append(digestsIn).Max();
        var packages = string.Join(' ', host.Packages.Packages.Select(package => package.Value.Version));
        var asks = digestsIn != host.BootNumber || packages != packagesSeen;
        packagesSeen = packages;
        lying.RemoveWhere(content => host.Disk[content.Path]?.Digest != content.Digest);
        return asks ? [.. approvals.Where(known => known.Value.SupersededIn > 0 && host.Disk[known.Key.Path]?.Digest == known.Key.Digest)
            .Select(known => known.Key).Where(lying.Add)] : [];
    }

    /// <summary>A container's mount is in the host's mount table; what the host's own disk holds, or the host used as well, is the host's.</summary>
    private bool IsOfHost(HostEvent one, List<HostEvent> records) =>
        one.Device is null or "fe:00" || host.Disk[one.File!]?.Digest == one.Digest || ofHost.Contains(new Content(one.File!, one.Digest!))
        || records.Any(other => other.File == one.File && other.Digest == one.Digest && other.Device is null or "fe:00");

    private void Reopen(Dictionary<Content, bool> news)
    {
        foreach (var one in told.Values.Where(one => !one.IsOpen && one.IsResolved))
        {
            var content = new Content(one.Subject.Path, one.Subject.Digest);
            if ((news.ContainsKey(content) || host.Disk[content.Path]?.Digest == content.Digest) && !approvals.ContainsKey(content) && !waived.Contains(one.Subject))
                (one.IsOpen, one.IsResolved, one.IsStateOpen) = (true, false, true);
        }
    }

    private void Judge(Content content, bool isNews, bool isFromBefore)
    {
        foreach (var circumstance in CircumstancesOf(content))
        {
            if (!waived.Contains(circumstance.Subject) && (isNews || !IsDealtWith(circumstance.Subject)))
                Tell(circumstance.Subject, circumstance.Grade);
        }
        // A memfd has no place at which anything could be approved: that it ran without a file is all there is to say.
        if (usedIn.GetValueOrDefault(content) == 0 || IsMemfd(content))
            return;
        var known = approvals.GetValueOrDefault(content);
        if (known is { SupersededIn: 0 } || known is not null && known.SupersededIn > usedIn[content])
            return;
        var drift = told.Values.FirstOrDefault(one => one.IsOpen && one.Subject.IsOf(content) && Subject.Drift.Contains(one.Subject.Kind));
        if (drift is null && (isNews || again.Contains(content) && !Subject.Drift.Any(kind => IsDealtWith(new Subject(kind, content.Path, content.Digest)))))
            drift = Tell(Drift(content, known), known is null ? approvals.Keys.Any(other => other.Path == content.Path) ? Grade.High : Grade.Medium
                : isFromBefore && known.SupersededIn == captured.Generation ? Grade.Low : Grade.High);
        if (drift is null)
            return;
        var copied = approvals.Any(other => other.Key.Digest == content.Digest && other.Key.Path != content.Path && other.Value.SupersededIn == 0)
            ? Tell(new Subject("copied-file", content.Path, content.Digest), Place.Of(content.Path).IsUserWritable ? Grade.High : Grade.Medium)
            : null;
        foreach (var one in new[] { drift, copied })
        {
            if (one is not null && one.Subject.Kind != "reverted-file" && IsExplained(content))
                (one.IsExplained, one.Grade) = (true, Grade.Low);
        }
    }

    private bool IsDealtWith(Subject subject) => told.TryGetValue(subject, out var one) && one is { IsOpen: false, IsResolved: true };

    private Subject Drift(Content content, Approved? known) => new(known is not null ? "reverted-file"
        : approvals.Keys.Any(other => other.Path == content.Path) ? "altered-file" : "new-file", content.Path, content.Digest);

    private bool IsAsInstalled(Content content) =>
        host.Packages.OwnerOf(content.Path) is { } owner
        && host.Disk[content.Path]?.Digest == content.Digest
        && Contents.Digest(host.Packages.Packages[owner].Files[content.Path]) == content.Digest;

    private bool IsExplained(Content content) =>
        IsAsInstalled(content)
        && host.Packages.OwnerOf(content.Path) is { } owner
        && host.Packages.Packages[owner] is var package
        // What no generation holds can be what its package brought long ago.
        && (versions.GetValueOrDefault(content.Path) != package.Version || !approvals.Keys.Any(known => known.Path == content.Path));

    private IEnumerable<Told> CircumstancesOf(Content content)
    {
        if (Place.Of(content.Path).IsSuspicious)
            yield return new Told(new Subject("suspicious-location", content.Path, content.Digest), Grade.High);
        if (IsMemfd(content))
        {
            // What was approved when it ran stays so.
            var isKnown = asInstalled.Any(other => other.Digest == content.Digest)
                || approvals.Any(other => other.Key.Digest == content.Digest && (other.Value.SupersededIn == 0 || other.Value.SupersededIn > usedIn[content]));
            yield return new Told(new Subject("fileless", content.Path, content.Digest), isKnown ? Grade.Low : Grade.Critical);
        }
        if (host.Packages.OwnerOf(content.Path) is { } owner && host.Disk[content.Path]?.Digest == content.Digest
            && Contents.Digest(host.Packages.Packages[owner].Files[content.Path]) != content.Digest)
            yield return new Told(new Subject("package-mismatch", content.Path, content.Digest), Grade.Critical);
    }

    private static bool IsMemfd(Content content) => content.Path.StartsWith("memfd:", StringComparison.Ordinal);

    private Told Tell(Subject subject, Grade grade)
    {
        if (told.TryGetValue(subject, out var one) && one.IsOpen)
        {
            // Worse than it was told: what it was held against was taken back.
            if (grade > one.Grade && !one.IsExplained)
                one.Grade = grade;
            return one;
        }
        return told[subject] = new Told(subject, grade);
    }

    /// <summary>What held before a generation was made.</summary>
    private sealed record Before(int Generation, Dictionary<Content, Approved> Approvals, List<Subject> Waived, List<Content> Accepted,
        Dictionary<string, string> Versions, (DateTimeOffset LastRecord, DateTimeOffset At, int Generation) Captured);

    private sealed record Approved(int Since)
    {
        /// <summary>The generation that moved on from it; 0 for none.</summary>
        public int SupersededIn { get; init; }

        /// <summary>True where the disk was seen to hold it.</summary>
        public bool IsHeldByDisk { get; init; }
    }
}
