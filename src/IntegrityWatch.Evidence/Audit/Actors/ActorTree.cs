using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Audit.Actors;

/// <summary>
/// What each process of this boot was started as, and by whom, as the log told it: the story of how an acting process came to be, each
/// program in it with its own content.
/// </summary>
/// <remarks>
/// The log tells of few starts. A process that it never told of is no link, and the story ends there. A number is used again by another
/// process: a parent counts only in the same session of the same login, and for as long as a package manager may work.
/// </remarks>
/// <param name="contents">What paths held in this boot.</param>
internal sealed class ActorTree(ProgramContents contents)
{
    private const int MostProcesses = 32 * 1024;

    /// <summary>How many programs of one process are remembered, one after the other.</summary>
    private const int MostExecs = 4;

    /// <summary>No work of a package manager takes longer.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromHours(3);

    private static readonly HashSet<HostPath> Managers = [.. PackageManagers.All.SelectMany(manager => manager.Programs)];

    private readonly Dictionary<int, Started> processes = [];
    private long boot;

    /// <summary>Takes note of what the event tells of its process, and gives its story; null where the event names none.</summary>
    /// <param name="told">Any event.</param>
    /// <param name="origin">Of the process; null for the host's.</param>
    public ActorChain? Take(AuditEvent told, UseOrigin? origin)
    {
        if (told is not { Process: { Pid: { } pid, Exe: { } exe } process })
            return null;
        TakeBoot(told.Boot);
        var known = processes.GetValueOrDefault(pid) is { } earlier && earlier.IsSame(process) ? earlier : null;
        var isStart = told is { Argv.Count: > 0, Syscall.Success: not false };
        if (known is null || known.Exe != exe || isStart)
        {
            if (processes.Count >= MostProcesses)
                processes.Clear();
            processes[pid] = known = StartedAs(told, process, exe, origin, known, isStart);
        }
        var links = new List<ActorLink> { known.IsStart && !IsRefuted(known, told) ? LinkOf(known, process.Euid) : Unstarted(told, exe, origin, process.Euid) };
        if (!IsManager(links[0]))
            Climb(Above(known, links), links);
        return new ActorChain(links);
    }

    private static Started StartedAs(AuditEvent told, ProcessInfo process, HostPath exe, UseOrigin? origin, Started? known, bool isStart)
    {
        // One exec can be told of in two events: a script's and its interpreter's.
        var isContinued = known is { IsStart: true } && known.Exe == exe && known.Serial + 1 >= told.Stamp.Serial && known.Before == LauncherOf(told);
        var script = isStart ? ScriptGiven.Of(told) : null;
        var earlier = isContinued ? known!.Earlier : known is { Depth: >= MostExecs } ? known with { Earlier = null, IsOldest = true, Depth = 1 } : known;
        return new Started
        {
            Process = process,
            Serial = told.Stamp.Serial,
            IsStart = isStart,
            IsHost = origin is null,
            Content = isStart ? RuleOf(told, exe) ?? (isContinued ? known!.Content : null) : null,
            Script = script ?? (isContinued ? known!.Script : isStart ? null : ScriptGiven.ByItsWord(told, exe)),
            ScriptContent = script is { } given ? RuleOf(told, given) ?? (isContinued && known!.Script == given ? known.ScriptContent : null)
                : isContinued ? known!.ScriptContent : null,
            Before = isStart ? LauncherOf(told) : null,
            Earlier = earlier,
            Depth = (earlier?.Depth ?? 0) + 1,
        };
    }

    /// <summary>The process says that it runs another script by now: it may have become that without a record.</summary>
    private static bool IsRefuted(Started image, AuditEvent told) =>
        ScriptGiven.ByItsWord(told, image.Exe) is { } word && !(image.Script is { } script && script.FileName.SequenceEqual(word.FileName));

    private void Climb(Started? at, List<ActorLink> links)
    {
        while (at is not null && links.Count < ActorChain.MostLinks)
        {
            links.Add(LinkOf(at, at.Process.Euid));
            if (IsManager(links[^1]))
                return;
            at = Above(at, links);
        }
    }

    /// <summary>What was before it: the same process's earlier program, or its parent; and the launcher's program where the log tells of it by that alone.</summary>
    private Started? Above(Started of, List<ActorLink> links)
    {
        if (of.IsOldest)
            return null;
        if (of.Before is { } before && links.Count < ActorChain.MostLinks)
        {
            var launcher = new ActorLink { Program = before, Contents = ContentsOf(before, of.IsHost), Euid = of.Process.Euid, IsElsewhere = !of.IsHost };
            var parent = of.Earlier ?? ParentOf(of.Process);
            if (IsManager(launcher) || parent?.Exe != before)
                links.Add(launcher);
            return IsManager(launcher) ? null : parent;
        }
        return of.Earlier ?? ParentOf(of.Process);
    }

    private Started? ParentOf(ProcessInfo process) =>
        process.Ppid is { } ppid && ppid != process.Pid && processes.GetValueOrDefault(ppid) is { } parent && parent.IsOfSession(process)
            && process.Time - parent.Process.Time <= LongestWork
            ? parent : null;

    private ActorLink LinkOf(Started process, uint? euid) => new()
    {
        Program = process.Exe,
        Contents = process.Content is { } content && process.IsHost ? [content] : ContentsOf(process.Exe, process.IsHost),
        IsOfStart = process.Content is not null && process.IsHost,
        Script = process.Script,
        IsHearsay = process is { IsStart: false, Script: not null },
        ScriptContents = process.Script is not { } script ? [] : process.ScriptContent is { } given && process.IsHost ? [given] : ContentsOf(script, process.IsHost),
        IsScriptOfStart = process.ScriptContent is not null && process.IsHost,
        Euid = euid,
        IsElsewhere = !process.IsHost,
    };

    private ActorLink Unstarted(AuditEvent told, HostPath exe, UseOrigin? origin, uint? euid)
    {
        // An interpreter of which nothing tells what it runs is no program that anybody vouches for.
        var script = ScriptGiven.ByItsWord(told, exe) ?? (ScriptGiven.IsInterpreter(exe) ? default(HostPath) : null);
        return new ActorLink
        {
            Program = exe,
            Contents = ContentsOf(exe, origin is null),
            Script = script,
            ScriptContents = script is { IsEmpty: false } named ? ContentsOf(named, origin is null) : [],
            IsHearsay = script is not null,
            Euid = euid,
            IsElsewhere = origin is not null,
        };
    }

    private IReadOnlyList<Digest> ContentsOf(HostPath program, bool isHost) => isHost ? contents.Of(new ActorLink { Program = program }.Path, null, boot) : [];

    /// <summary>True of a story that leads to a package manager, by the names in it.</summary>
    public static bool LeadsToManager(ActorChain chain) => IsManager(chain.Links[^1]);

    /// <summary>The content of the parent's program, where it can have been one alone.</summary>
    public Digest? ContentOfParent(ProcessInfo process, UseOrigin? origin) => process.ParentExe is not { } program ? null
        : ParentOf(process) is { Content: { } content, IsHost: true } parent && parent.Exe == program ? content
        : ContentsOf(program, origin is null) is [var only] ? only : null;

    private static bool IsManager(ActorLink link) => Managers.Contains(link.Name) && !link.IsHearsay;

    private static Digest? RuleOf(AuditEvent told, HostPath file) => told.IntegrityRules.LastOrDefault(rule => rule.File == file && !rule.Digest.IsZero)?.Digest;

    /// <summary>What the process ran before the exec: until then a child runs its parent's program.</summary>
    private static HostPath? LauncherOf(AuditEvent told) => told.IntegrityRules is [{ Launcher.Exe: { } exe }, ..] ? exe : null;

    /// <summary>Numbers begin anew with a boot.</summary>
    private void TakeBoot(long next)
    {
        if (next == boot)
            return;
        boot = next;
        processes.Clear();
    }

    /// <summary>A process with the program that it ran from then on.</summary>
    private sealed record Started
    {
        public required ProcessInfo Process { get; init; }

        public required uint Serial { get; init; }

        /// <summary>False where the log only told of it at work.</summary>
        public required bool IsStart { get; init; }

        public required bool IsHost { get; init; }

        public Digest? Content { get; init; }

        public HostPath? Script { get; init; }

        public Digest? ScriptContent { get; init; }

        public HostPath? Before { get; init; }

        public Started? Earlier { get; init; }

        /// <summary>What came before is forgotten: it may be whose work this is, and the story ends here.</summary>
        public bool IsOldest { get; init; }

        public int Depth { get; init; }

        public HostPath Exe => Process.Exe!.Value;

        public bool IsSame(ProcessInfo process) => process.Ppid == Process.Ppid && IsOfSession(process) && process.Time - Process.Time <= LongestWork;

        public bool IsOfSession(ProcessInfo process) => process.Auid == Process.Auid && process.Session == Process.Session;
    }
}
