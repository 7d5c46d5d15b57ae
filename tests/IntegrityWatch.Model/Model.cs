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
    private DateTimeOffset lastRecord;
    private (DateTimeOffset LastRecord, DateTimeOffset At) captured;

    /// <summary>The open findings, a line each, in the order of text.</summary>
    public IReadOnlyList<string> Open => [.. told.Values.Where(one => one.IsOpen).Select(one => one.Line).Order(StringComparer.Ordinal)];

    public int ExitCode => told.Values.Where(one => one.IsOpen).Select(one => one.Grade).DefaultIfEmpty(Grade.Info).Max() switch
    {
        Grade.Critical or Grade.High => 2,
        Grade.Medium or Grade.Low => 1,
        Grade.Info => 0,
    };

    /// <summary>Whether a finding is of a content that was used.</summary>
    public bool Concerns(string line) =>
        line.Split(' ')[0] is not ("suspicious-location" or "package-mismatch") || usedIn.Keys.Any(used => line.Contains($" {used.Path} {used.Digest[..8]} ", StringComparison.Ordinal));

    public void Scan()
    {
        foreach (var one in told.Values.Where(one => !one.IsToldByCapture))
            one.IsDelivered = true;
        Look();
    }

    /// <summary>A capture tells of what it looked at as well. Whether its report named a finding, so that it is not new any more, is left to it.</summary>
    public void TakeStatesOfCaptures(IReadOnlyList<string> said)
    {
        foreach (var one in told.Values.Where(one => one.IsToldByCapture))
        {
            one.IsDelivered = !said.Contains(one.Line);
            one.IsToldByCapture = false;
        }
    }

    public void Capture()
    {
        var before = told.Values.ToHashSet();
        Look();
        foreach (var one in told.Values.Where(one => !before.Contains(one)))
            one.IsToldByCapture = true;
        generation++;
        foreach (var path in host.Disk.Files.Keys.Where(IsInScope))
            Approve(new Content(path, host.Disk[path]!.Digest));
        foreach (var one in told.Values.Where(one => one.Subject.Kind == "no-baseline"))
            Close(one);
        captured = (lastRecord, host.Now);
        foreach (var (name, package) in host.Packages.Packages)
            versions[name] = package.Version;
    }

    private bool IsInScope(string path) =>
        usedIn.Keys.Any(used => used.Path == path) || host.Packages.OwnerOf(path) is not null || Place.Of(path).IsCaptured;

    private void Approve(Content content)
    {
        if (CircumstancesOf(content).Any(one => one.Grade >= Grade.Medium && !waived.Contains(one.Subject)))
            return;
        foreach (var (older, approved) in approvals.Where(known => known.Key.Path == content.Path && known.Key != content).ToList())
        {
            if (approved.IsHeldByDisk && approved.SupersededIn == 0)
                approvals[older] = approved with { SupersededIn = generation };
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
        if (generation == 0)
            Tell(new Subject("no-baseline", "-", "-"), Grade.Low);
        var open = told.Values.Where(one => one.IsOpen && one.Subject.Digest != "-").Select(one => new Content(one.Subject.Path, one.Subject.Digest));
        foreach (var content in news.Keys.Concat(open).Distinct().ToList())
            Judge(content, news.TryGetValue(content, out var isFromBefore), isFromBefore);
    }

    /// <summary>The contents of which a source brought a use, and whether all that says so is by its time from before the last capture.</summary>
    private Dictionary<Content, bool> News()
    {
        var news = new Dictionary<Content, bool>();
        if (listBoot != host.BootNumber)
            (listBoot, listRead) = (host.BootNumber, 0);
        var events = host.Log.Events.ToList();
        if (lastRead is not null && !events.Contains(lastRead))
            Tell(new Subject("evidence-gap", "-", "-"), Grade.Medium);
        lastRead = events.LastOrDefault() ?? lastRead;
        var records = events.Where(one => one.File is not null).ToList();
        foreach (var one in events.Where(readEvents.Add))
        {
            if (one.File is not null)
            {
                var content = new Content(one.File, one.Digest!);
                var isFromBefore = one.Time > captured.LastRecord && one.Time < captured.At
                    && !events.Any(other => other.Boot == one.Boot && other.Serial < one.Serial && other.Time > captured.At);
                news[content] = isFromBefore && news.GetValueOrDefault(content, true);
            }
            lastRecord = one.Time;
        }
        foreach (var entry in host.List.Entries.Where(entry => entry.Number > listRead && entry.Name != "boot_aggregate"))
        {
            var path = records.FirstOrDefault(one => one.Digest == entry.Digest && one.File!.Replace(' ', '_') == entry.Name)?.File ?? entry.Name;
            news.TryAdd(new Content(path, entry.Digest), false);
        }
        listRead = host.List.Made;
        foreach (var content in news.Keys)
            usedIn[content] = generation;
        return news;
    }

    private void Judge(Content content, bool isNews, bool isFromBefore)
    {
        foreach (var circumstance in CircumstancesOf(content))
        {
            if (!waived.Contains(circumstance.Subject))
                Tell(circumstance.Subject, circumstance.Grade);
        }
        // A memfd has no place at which anything could be approved: that it ran without a file is all there is to say.
        if (usedIn.GetValueOrDefault(content) == 0 || IsMemfd(content))
            return;
        var known = approvals.GetValueOrDefault(content);
        if (known is { SupersededIn: 0 } || known is not null && known.SupersededIn > usedIn[content])
            return;
        var drift = told.Values.FirstOrDefault(one => one.IsOpen && one.Subject.IsOf(content) && Subject.Drift.Contains(one.Subject.Kind));
        if (drift is null && isNews)
            drift = Tell(Drift(content, known), known is null ? approvals.Keys.Any(other => other.Path == content.Path) ? Grade.High : Grade.Medium
                : isFromBefore && known.SupersededIn == generation ? Grade.Low : Grade.High);
        if (drift is null)
            return;
        var copied = (isNews || Held.CopiesOfOpen) && approvals.Any(other => other.Key.Digest == content.Digest && other.Key.Path != content.Path && other.Value.SupersededIn == 0)
            ? Tell(new Subject("copied-file", content.Path, content.Digest), Place.Of(content.Path).IsUserWritable ? Grade.High : Grade.Medium)
            : null;
        foreach (var one in new[] { drift, copied })
        {
            if (one is not null && one.Subject.Kind != "reverted-file" && IsExplained(content))
                (one.IsExplained, one.Grade) = (true, Grade.Low);
        }
    }

    private Subject Drift(Content content, Approved? known) => new(known is not null ? "reverted-file"
        : approvals.Keys.Any(other => other.Path == content.Path) ? "altered-file" : "new-file", content.Path, content.Digest);

    private bool IsExplained(Content content) =>
        host.Packages.OwnerOf(content.Path) is { } owner
        && host.Packages.Packages[owner] is var package
        && host.Disk[content.Path]?.Digest == content.Digest
        && Contents.Digest(package.Files[content.Path]) == content.Digest
        && versions.GetValueOrDefault(owner) != package.Version;

    private IEnumerable<Told> CircumstancesOf(Content content)
    {
        if (Place.Of(content.Path).IsSuspicious)
            yield return new Told(new Subject("suspicious-location", content.Path, content.Digest), Grade.High);
        if (IsMemfd(content))
        {
            var isApproved = approvals.Any(other => other.Key.Digest == content.Digest && other.Value.SupersededIn == 0
                && host.Disk[other.Key.Path]?.Digest == content.Digest);
            yield return new Told(new Subject("fileless", content.Path, content.Digest), isApproved ? Grade.Low : Grade.Critical);
        }
        if (host.Packages.OwnerOf(content.Path) is { } owner && host.Disk[content.Path]?.Digest == content.Digest
            && Contents.Digest(host.Packages.Packages[owner].Files[content.Path]) != content.Digest)
            yield return new Told(new Subject("package-mismatch", content.Path, content.Digest), Grade.Critical);
    }

    private static bool IsMemfd(Content content) => content.Path.StartsWith("memfd:", StringComparison.Ordinal);

    private Told Tell(Subject subject, Grade grade)
    {
        if (told.TryGetValue(subject, out var one) && one.IsOpen)
            return one;
        return told[subject] = new Told(subject, grade);
    }

    private sealed record Approved(int Since)
    {
        /// <summary>The generation that moved on from it; 0 for none.</summary>
        public int SupersededIn { get; init; }

        /// <summary>True where the disk was seen to hold it.</summary>
        public bool IsHeldByDisk { get; init; }
    }
}
