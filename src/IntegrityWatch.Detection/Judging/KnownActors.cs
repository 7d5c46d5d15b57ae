using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Judging;

/// <summary>
/// Says who did something, by what ran and never by its name: a program counts with the contents that it can have had in its boot, where each
/// of them is approved or accounted for by its package, and a script with those of the script.
/// </summary>
internal sealed class KnownActors(IHistory history)
{
    /// <summary>The package manager whose work it was, itself or by a script of a package and what that ran; null where it was none's, or nobody can know.</summary>
    /// <param name="process">Who did it.</param>
    /// <param name="readIn">The generation under which that was read.</param>
    public IPackageManager? ManagerOf(ProcessInfo? process, int readIn) =>
        process?.Actors is { } story && PackageManagers.All.FirstOrDefault(manager => manager.Programs.Contains(story.Links[^1].Name)) is { } manager
        && story.Links.All(link => link.Euid == 0 && (ReferenceEquals(link, story.Links[^1]) ? Counts(link, readIn) : CountsBelow(link, readIn)))
            ? manager : null;

    /// <summary>The same of the run of a script that is not vouched for itself: who started it, and with which interpreter.</summary>
    public IPackageManager? ManagerOfScript(ProcessInfo? process, HostPath script, int readIn) =>
        process?.Actors is { Self: { } self } story && self.Script == script && !self.IsHearsay
            ? ManagerOf(process with { Actors = new ActorChain([self with { Script = null, ScriptContents = [] }, .. story.Links.Skip(1)]) }, readIn)
            : ManagerOf(process, readIn);

    /// <summary>
    /// What the rule excepts and is known to be that: the program itself, or the work of a package manager that it excepts. Null where the rule
    /// applies.
    /// </summary>
    public string? Excepted(TechniqueRule rule, HostPath path, ProcessInfo? process, int readIn)
    {
        if (process?.Actors is not { Self: { } self })
            return null;
        if (!self.IsHearsay && Counts(self, readIn)
            && ((rule.IsExcepted(self.Path) || (self.Script is { } script && rule.IsExcepted(script))) && IsNoManagersOrRoots(self)
                || (self.Path == path && rule.IsExceptedCommand(process.Command))))
            return $"{self.Name} did it, and is what it is known to be";
        // Before the first generation nothing is held against anything: where no source knows of any content, its name is all there is.
        if (readIn == 0 && self is { Contents.Count: 0, IsElsewhere: false, Script: null } && rule.IsExcepted(self.Path) && IsNoManagersOrRoots(self))
            return $"{self.Name} did it before anything was captured; nothing tells what it was";
        return ManagerOf(process, readIn) is { } manager && manager.Programs.Any(rule.IsExcepted)
            ? $"{manager.Name}'s work: {string.Join(", run by ", process.Actors.Links.Select(link => link.Name).Distinct())}" : null;
    }

    /// <summary>The parent's program under its own name; null where it does not count, or the log does not tell of one with its content.</summary>
    public HostPath? ParentOf(ProcessInfo process, int readIn) =>
        process is { ParentExe: { } parent, ParentExeDigest: { } content } && new ActorLink { Program = parent, Contents = [content] } is var link && Counts(link, readIn)
            ? link.Path : null;

    /// <summary>True where each content that the program can have had is known, and its script's too.</summary>
    public bool Counts(ActorLink link, int readIn) =>
        AllCount(link.Path, link.Contents, link.IsDeleted, readIn)
        && (link.Script is not { } script || AllCount(script, link.ScriptContents, wasReplaced: false, readIn));

    /// <summary>A package's script has no digest that its package vouches for: it counts as what the manager runs.</summary>
    private bool CountsBelow(ActorLink link, int readIn) => Counts(link, readIn)
        || (link.Script is { } script && AllCount(link.Path, link.Contents, link.IsDeleted, readIn) && IsScriptOfPackage(script, link.ScriptContents));

    private bool IsScriptOfPackage(HostPath script, IReadOnlyList<Digest> contents) =>
        PackageManagers.All.Any(manager => manager.IsScriptBeingInstalled(script))
        || (contents.Count is > 0 and <= ActorChain.MostContents && contents.All(content =>
            history.Observed(script, content) is { Package.IsScript: true } seen && PackageExplanation.MayHaveBrought(seen, history)));

    private bool AllCount(HostPath path, IReadOnlyList<Digest> contents, bool wasReplaced, int readIn) =>
        contents.Count is > 0 and <= ActorChain.MostContents
        && contents.All(content => Counts(path, content, mayBeOld: wasReplaced || contents.Count > 1, readIn));

    private bool Counts(HostPath path, Digest content, bool mayBeOld, int readIn)
    {
        var seen = history.Observed(path, content);
        return IsApproved(path, content, mayBeOld, readIn)
            || (seen is { Twin: { } twin } && IsApproved(path, twin, mayBeOld, readIn))
            || (seen is { Realm: Realm.Host, Package: { MatchesManifest: true } package } && !KnownPackages.ListWasChanged(package, history));
    }

    private bool IsApproved(HostPath path, Digest content, bool mayBeOld, int readIn) => history.Approval(path, content) is { } known
        && (mayBeOld ? known.Terms.WereKnownIn(readIn) : known.Terms.WereApprovedIn(readIn));

    /// <summary>Whoever does a package manager's work is root.</summary>
    private static bool IsNoManagersOrRoots(ActorLink self) => self.Euid == 0 || !PackageManagers.All.Any(manager => manager.Programs.Contains(self.Name));
}
