using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>What the log tells of entries that a kernel dropped before anybody read them.</summary>
/// <param name="memory">What is known of this boot's list.</param>
/// <param name="listId">Its id.</param>
/// <param name="survey">What is left of the list.</param>
/// <param name="before">What was read of it before.</param>
internal sealed class DroppedEntries(IEvidenceMemory memory, string listId, ListSurveyed survey, ListMemory before)
{
    /// <summary>How many guesses are made at most: each is a way through what is left of the list.</summary>
    private const int MostGuesses = 64;

    /// <summary>How many entries all of them go through at most, and how many guesses there are of however long a list.</summary>
    private const long MostWork = 4_000_000;
    private const int FewestGuesses = 4;

    /// <summary>
    /// Each guess is what the log tells since the list was read last, up to some record: the rest is of what is left. Where the record of
    /// the first entry that is left is there, it is up to that one. A kernel enters nothing twice, unless it is built to: both are tried.
    /// </summary>
    public IEnumerable<IReadOnlyList<RebuiltEntry>> Guesses(LoggedSequence log)
    {
        if ((survey.Template ?? before.Template) is not { } template || log.InOrder is not { Count: > 0 } told)
            yield break;
        foreach (var onlyOnce in (bool[])[true, false])
        {
            if (Rebuild(told, template, onlyOnce) is not { Count: > 0 } all)
                continue;
            var first = survey.First is var (path, digest) ? all.FindIndex(entry => entry.Path == path && digest.Equals(entry.Digest)) : -1;
            if (first > 0)
                yield return all[..first];
            var most = Math.Clamp(MostWork / (survey.Walked.Entries + all.Count), FewestGuesses, MostGuesses);
            for (var (count, guesses) = (all.Count, 0); count > 0 && guesses < most; count--, guesses++)
                if (count != first)
                    yield return all[..count];
        }
    }

    /// <summary>Null where the template holds what no record tells.</summary>
    private List<RebuiltEntry>? Rebuild(IReadOnlyList<LoggedMeasurement> told, string template, bool onlyOnce)
    {
        var seen = new HashSet<(HostPath, Digest)>();
        var all = new List<RebuiltEntry>();
        foreach (var measured in told)
        {
            var path = measured.Path.AsListed();
            if (measured.Digest is not { } digest)
            {
                all.Add(RebuiltEntry.Violation(path, template));
                continue;
            }
            if (onlyOnce && (!seen.Add((path, digest)) || memory.EntryOf(listId, measured.Path, digest) is not null || memory.EntryOf(listId, path, digest) is not null))
                continue;
            if (RebuiltEntry.Of(path, digest, template) is not { } entry)
                return null;
            all.Add(entry);
        }
        return all;
    }
}
