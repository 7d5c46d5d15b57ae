using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Ima.Policies;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>
/// Finds the host's programs, libraries and modules that the list tells of and the log does not, though the policy audits them: auditd was
/// stopped, or its records were thrown away.
/// </summary>
/// <remarks>
/// What a policy audits is told by its text where the kernel shows it, else by the log of its loading and by what had a record in this boot. Where files are measured
/// that are only read, which no audit rule for programs tells of, nothing can be said. Before this boot's first record there was no auditd.
/// </remarks>
internal static class UnrecordedEntries
{
    /// <summary>The bits of a mode that let the owner, the group or others execute.</summary>
    private const int AnyMayExecute = 0b001_001_001;

    /// <summary>How many are remembered for the next look: with as many as these the case is clear.</summary>
    private const int MostKept = 256;

    private static readonly (ImaOccasion Occasion, Audited Sort)[] Occasions =
    [
        (ImaOccasion.Program, Audited.Programs), (ImaOccasion.Library, Audited.Libraries), (ImaOccasion.Module, Audited.Modules),
    ];

    /// <summary>What has no record by now: of this look and of earlier ones.</summary>
    /// <param name="request">Whose.</param>
    /// <param name="seen">What this look saw.</param>
    /// <param name="list">The list; null where it was not read.</param>
    /// <param name="audit">The log.</param>
    /// <param name="logged">The rules of IMA of this boot, as the log tells them.</param>
    /// <param name="before">The place of the look before; null where there was none.</param>
    public static (IReadOnlyList<UnrecordedUse> Uses, Audited Audited) Of(
        EvidenceRequest request, IReadOnlyList<Observation> seen, ListSummary? list, AuditSummary audit, IReadOnlyList<string> logged, bool isSameBoot,
        UnrecordedMemory before)
    {
        var audited = LoadedPolicy.Of(request.Root) is { } shown ? AuditedBy(shown)
            : (isSameBoot ? before.Audited : Audited.Nothing) | Recorded(request, seen) | AuditedBy(ImaPolicy.Parse(logged));
        var recorded = seen.Where(use => use.LastLogged is not null).Select(use => (use.Path, use.Digest)).ToHashSet();
        var waiting = isSameBoot ? before.Uses.Where(use => !recorded.Contains((use.Path, use.Digest))).Select(use => use with { IsStill = true }).ToList() : [];
        var isWhole = audit is { Gap: null, Lost: 0, Missing: 0 } && (audit.Resumed || audit.Position?.Boots is { HasStart: true } or { HasSystemBoot: true });
        if (list?.Memory.FirstAudited is { } first && isWhole && !audited.HasFlag(Audited.Reads))
            foreach (var use in seen)
                if (use is { Sources: EvidenceSources.Ima, Realm: Realm.Host, IsCarried: false, Path.IsAbsolute: true } && use.ListEntry > first
                    && audited.HasFlag(SortOf(use.Path)) && waiting.Count < MostKept && !waiting.Exists(known => known.Path == use.Path && known.Digest.Equals(use.Digest)))
                    waiting.Add(new UnrecordedUse(use.Path, use.Digest, IsStill: false));
        return (waiting, audited);
    }

    private static Audited AuditedBy(ImaPolicy policy)
    {
        var audited = policy.MeasuresOpening ? Audited.Reads : Audited.Nothing;
        foreach (var (occasion, sort) in Occasions)
        {
            // A condition leaves something out, and which entries it is cannot be told from the list.
            var effect = policy.EffectOf("audit", occasion);
            if (effect is { IsGeneral: true, Exceptions.Count: 0 })
                audited |= sort;
        }
        return audited;
    }

    private static Audited Recorded(EvidenceRequest request, IReadOnlyList<Observation> seen)
    {
        var found = Audited.Nothing;
        if (MeasuredReading.IsKnown(request.Root))
            found |= Audited.Reads;
        foreach (var use in seen)
            if (use.Sources == (EvidenceSources.Ima | EvidenceSources.Audit))
                found |= SortOf(use.Path);
            else if (use.Sources == EvidenceSources.Ima && IsOnlyRead(request, use.Path))
                found |= Audited.Reads;
        return found;
    }

    /// <summary>It lies there, and nobody can start it.</summary>
    private static bool IsOnlyRead(EvidenceRequest request, HostPath path)
    {
        if (request.Disk is null || SortOf(path) != Audited.Programs)
            return false;
        using var file = request.Disk.Open(path);
        return file is not null && FileStatus.Of(file.SafeFileHandle) is { } status && (status.Mode & AnyMayExecute) == 0;
    }

    private static Audited SortOf(HostPath path) => (Audited)ProgramFile.SortOf(path.Bytes);
}

/// <summary>What an IMA policy audits, as far as it is known.</summary>
[Flags]
public enum Audited
{
    Nothing = ProgramSorts.None,
    Programs = ProgramSorts.Programs,
    Libraries = ProgramSorts.Libraries,
    Modules = ProgramSorts.Modules,

    /// <summary>Files that are only read are measured too, so that an entry need not have a record.</summary>
    Reads = 8,
}

/// <summary>A use that the list tells of and the log does not.</summary>
/// <param name="Path">As the list writes it.</param>
/// <param name="Digest">Its content.</param>
/// <param name="IsStill">True where an earlier look found no record of it either.</param>
public sealed record UnrecordedUse(HostPath Path, Digest Digest, bool IsStill);

/// <summary>What a look remembers of entries without records, for the next.</summary>
public sealed record UnrecordedMemory
{
    public static readonly UnrecordedMemory None = new();

    public IReadOnlyList<UnrecordedUse> Uses { get; init; } = [];

    public Audited Audited { get; init; }
}
