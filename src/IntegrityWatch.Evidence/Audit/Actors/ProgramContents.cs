using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Audit.Actors;

/// <summary>
/// Which contents a path had in this boot, as the log tells, earlier looks at it included. The kernel tells of a content once, so that most
/// starts are told of no more, and only all of these together can say what was started.
/// </summary>
/// <param name="memory">What earlier looks know of this boot.</param>
internal sealed class ProgramContents(IEvidenceMemory memory)
{
    private const int MostPrograms = 16 * 1024;

    private readonly Dictionary<(string? Container, HostPath Path), List<Digest>> known = [];
    private long boot;

    /// <summary>Takes a use of a file with a digest.</summary>
    /// <param name="use">The use.</param>
    /// <param name="origin">Where it is from; null for the host.</param>
    public void Learn(in Use use, UseOrigin? origin)
    {
        TakeBoot(use.Place.Logged.Boot);
        Add(ContentsOf(use.Path, origin), use.Digest);
    }

    /// <summary>Empty where none is known; one more than <see cref="ActorChain.MostContents"/> where there may be any number.</summary>
    /// <param name="path">Of a program or a script.</param>
    /// <param name="origin">Whose; null for the host's.</param>
    /// <param name="ofBoot">The boot's ordinal in the log.</param>
    public IReadOnlyList<Digest> Of(HostPath path, UseOrigin? origin, long ofBoot)
    {
        TakeBoot(ofBoot);
        return [.. ContentsOf(path, origin)];
    }

    /// <summary>With one more, each once; one beyond the bound is kept.</summary>
    public static void Add(List<Digest> contents, Digest content)
    {
        if (contents.Count <= ActorChain.MostContents && !contents.Contains(content))
            contents.Add(content);
    }

    private List<Digest> ContentsOf(HostPath path, UseOrigin? origin)
    {
        if (known.TryGetValue((origin?.Name, path), out var contents))
            return contents;
        if (known.Count >= MostPrograms)
            known.Clear();
        known[(origin?.Name, path)] = contents = [];
        // What earlier looks kept is the host's.
        foreach (var content in origin is null ? memory.LoggedContents(path, boot) : [])
            Add(contents, content);
        return contents;
    }

    /// <summary>What an earlier boot ran says nothing of this one.</summary>
    private void TakeBoot(long next)
    {
        if (next == boot)
            return;
        boot = next;
        known.Clear();
    }
}
