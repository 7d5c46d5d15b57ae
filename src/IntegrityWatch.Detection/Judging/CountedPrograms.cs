using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Judging;

/// <summary>
/// Which program of a process counts as the one that its name says. Any user can bind a file of his over another's program: it counts with the
/// content that its own use in this boot had, where that is approved or its package accounts for it, on the host. One that was replaced while
/// it ran counts by what was approved before.
/// </summary>
internal static class CountedPrograms
{
    private static ReadOnlySpan<byte> Deleted => " (deleted)"u8;

    /// <summary>The parent's program under its own name; null where it does not count, or the log does not tell of one.</summary>
    public static HostPath? Parent(ProcessInfo process, IHistory history) => Of(process.ParentExe, process.ParentExeDigest, history);

    /// <param name="exe">A program as the log names it.</param>
    /// <param name="content">The content that its own use in this boot had; null where that is not known.</param>
    /// <param name="history">Knows what is approved, and what packages installed.</param>
    public static HostPath? Of(HostPath? exe, Digest? content, IHistory history)
    {
        if (exe is not { } named || content is null)
            return null;
        var wasReplaced = named.Bytes.EndsWith(Deleted);
        var program = wasReplaced ? new HostPath(named.Bytes[..^Deleted.Length]) : named;
        return history.Approval(program, content) is { IsVoid: false } known && (wasReplaced || !known.IsSuperseded)
            || history.Observed(program, content) is { Realm: Realm.Host, Package.MatchesManifest: true }
            ? program
            : null;
    }
}
