using IntegrityWatch.Evidence.Audit.Actors;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>
/// What this boot's list says of the programs of whom the log tells: an entry of the host's is the program's own use too, and there where the
/// log was rotated. Beside what the log says, not in its place: all of it together is what a program can have been.
/// </summary>
/// <param name="memory">Knows the entries that were read before.</param>
/// <param name="listId">This boot's list.</param>
internal sealed class ListedContents(IEvidenceMemory memory, string listId)
{
    private readonly Dictionary<HostPath, List<Digest>> listed = [];

    /// <summary>Takes note of whom the process names.</summary>
    public void Want(ProcessInfo process)
    {
        if (process is { ExeDigest: null, Exe: { } exe })
            Want(exe);
        if (process is { ParentExeDigest: null, ParentExe: { } parent })
            Want(parent);
        foreach (var link in process.Actors?.Links ?? [])
        {
            if (!link.IsOfStart)
                Want(link.Path);
            if (link is { Script: { } script, IsScriptOfStart: false })
                Want(script);
        }
    }

    /// <summary>Takes the entries of those who are wanted.</summary>
    public void Learn(IEnumerable<Observation> seen)
    {
        foreach (var entry in listed.Count == 0 ? [] : seen)
            if (entry is { ListEntry: > 0, IsCarried: false, Realm: Realm.Host } && listed.TryGetValue(entry.Path, out var contents))
                ProgramContents.Add(contents, entry.Digest);
    }

    /// <summary>The process with what the list adds; itself where that is nothing.</summary>
    public ProcessInfo Complete(ProcessInfo process)
    {
        var links = process.Actors?.Links.Select(Complete).ToList();
        var isSame = links is null || links.Zip(process.Actors!.Links).All(pair => ReferenceEquals(pair.First, pair.Second));
        var isElsewhere = process.Actors is { Self.IsElsewhere: true };
        var exe = process.ExeDigest ?? (isElsewhere || process.Actors is { Self.Contents.Count: > 0 } ? null : Only(process.Exe));
        var parent = process.ParentExeDigest ?? (isElsewhere ? null : Only(process.ParentExe));
        return isSame && exe == process.ExeDigest && parent == process.ParentExeDigest ? process : process with
        {
            ExeDigest = exe,
            ParentExeDigest = parent,
            Actors = isSame ? process.Actors : new ActorChain(links!),
        };
    }

    private void Want(HostPath path)
    {
        if (listed.ContainsKey(path))
            return;
        listed[path] = [];
        foreach (var content in memory.ListedContents(path, listId))
            ProgramContents.Add(listed[path], content);
    }

    private ActorLink Complete(ActorLink link)
    {
        if (link.IsElsewhere)
            return link;
        var contents = link.IsOfStart ? link.Contents : With(link.Contents, link.Path);
        var ofScript = link is { Script: { } script, IsScriptOfStart: false } ? With(link.ScriptContents, script) : link.ScriptContents;
        return ReferenceEquals(contents, link.Contents) && ReferenceEquals(ofScript, link.ScriptContents) ? link
            : link with { Contents = contents, ScriptContents = ofScript };
    }

    private IReadOnlyList<Digest> With(IReadOnlyList<Digest> known, HostPath path)
    {
        var more = listed.GetValueOrDefault(path)?.Where(content => !known.Contains(content)).ToList() ?? [];
        return more.Count == 0 ? known : [.. known.Concat(more).Take(ActorChain.MostContents + 1)];
    }

    private Digest? Only(HostPath? path) => path is { } name && listed.GetValueOrDefault(name) is [var only] ? only : null;
}
