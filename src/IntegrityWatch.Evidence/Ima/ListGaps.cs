using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Ima.Policies;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>What of this boot's list is less than it was or should be, for as long as it is so.</summary>
/// <param name="listId">Whose list it is.</param>
/// <param name="now">What is known of it by now.</param>
/// <param name="before">What was known at the scan before; null where this is the first of its boot.</param>
/// <param name="earlierBoots">The lists of this host's other boots.</param>
/// <param name="banks">What the TPM held.</param>
/// <param name="verdict">What it says of the list.</param>
/// <param name="root">The host, of which the loaded policy and the uptime are asked.</param>
/// <param name="logged">The rules that this boot's kernel took, as the audit log tells them; empty where it tells of none.</param>
internal sealed class ListGaps(
    string listId, ListMemory now, ListMemory? before, IReadOnlyList<RememberedList> earlierBoots, PcrBanks banks, ListVerdict verdict, EvidenceRoot root,
    IReadOnlyList<string> logged)
{
    /// <summary>How long after its start a boot may not have used every sort yet.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(10);

    public IEnumerable<Incident> Find()
    {
        if (now.Gap is { } gap)
            yield return Of(gap.Cause, gap.Text, gap.At + 1);
        if (verdict.Verified != false && TpmWeaker() is { } weaker)
            yield return weaker;
        // Where nothing at all is understood, nothing was checked, which is worse and is said elsewhere.
        if (now.Position.Files > 0 && now.NotUnderstood.Count > 0)
            yield return Of(EvidenceGapCause.TemplateNotUnderstood,
                $"entries that are not understood or hold no file's digest: {string.Join(", ", now.NotUnderstood.OrderBy(template => template.Key, StringComparer.Ordinal)
                    .Select(template => $"{template.Value} of the template {(template.Key.Length == 0 ? "of no entry" : template.Key)}"))}",
                now.NotUnderstood.Values.Sum());
        if (now.Position.Files > 0 && MeasuresLess() is { Count: > 0 } sorts)
            yield return Of(EvidenceGapCause.MeasuresLess, $"in an earlier boot the kernel measured {string.Join(" and ", sorts)}, and in this one it does not", sorts.Count);
        if (earlierBoots is [var latest, ..] && (latest.Memory.MainAlgorithm, now.MainAlgorithm) is ({ } was, { } isNow) && was != isNow)
            yield return Of(EvidenceGapCause.AlgorithmChanged, $"most files of this boot are measured with {SafeText.Of(isNow)}, and those of the boot before were with {SafeText.Of(was)}", 1);
    }

    /// <summary>
    /// What no rule measures, by the policy that the kernel shows or by the log of its loading, is told at once. A rule says what can be in the
    /// list and not that it is: one for a single user measures nothing of the others, and whoever can write a log can write a rule into it. So
    /// once a boot is so old that every host has used some, programs and libraries that the list lacks are told, but where the kernel shows
    /// that it measures all of them.
    /// </summary>
    private IReadOnlyList<string> MeasuresLess()
    {
        var missing = earlierBoots.Aggregate(ProgramSorts.None, (sorts, boot) => sorts | boot.Memory.Sorts) & ~now.Sorts;
        if (missing == ProgramSorts.None)
            return [];
        var shown = LoadedPolicy.Of(root);
        var rules = shown ?? (logged.Count > 0 ? ImaPolicy.Parse(logged) : null);
        var unmeasured = rules is null ? ProgramSorts.None : ~LoadedPolicy.MeasuredBy(rules);
        if (HostFacts.UptimeOf(root) is not { } uptime || uptime >= Young)
            unmeasured |= (ProgramSorts.Programs | ProgramSorts.Libraries) & ~(shown is null ? ProgramSorts.None : LoadedPolicy.WhollyMeasuredBy(shown));
        missing &= unmeasured;
        return [.. Enum.GetValues<ProgramSorts>().Where(sort => sort != ProgramSorts.None && missing.HasFlag(sort)).Select(Word)];
    }

    private static string Word(ProgramSorts sort) => sort switch
    {
        ProgramSorts.None => "nothing",
        ProgramSorts.Programs => "programs",
        ProgramSorts.Libraries => "libraries",
        ProgramSorts.Modules => "modules",
    };

    private Incident? TpmWeaker()
    {
        if (before is { Vouched.Count: > 0 })
        {
            var lost = before.Vouched.Where(pcr => Lost(pcr) is not null).ToList();
            return lost is [var first, ..] ? Of(EvidenceGapCause.TpmWeaker, Lost(first)!, lost.Count)
                : UnprovenSince() is { } entries ? Of(EvidenceGapCause.TpmWeaker,
                    "the TPM vouches for fewer entries than were there at the last scan: what it is said to hold is older than that", entries)
                : null;
        }
        return verdict.Verified is null && now.Gap is null && earlierBoots.Any(list => list.Memory.Vouched.Count > 0)
            ? Of(EvidenceGapCause.TpmWeakerThanBefore, $"in boots before the TPM vouched for the measurement list, and in this one it does not: {verdict.Reason}", 1)
            : null;
    }

    /// <summary>Why a PCR that vouched does not any more; null where it still can.</summary>
    private string? Lost(VouchedPcr pcr)
    {
        var value = DigestAlgorithm.Banks.FirstOrDefault(bank => bank.Name == pcr.Algorithm) is { } algorithm ? banks.Find(algorithm, pcr.Pcr) : null;
        return banks.IsEmpty ? $"the TPM vouched for this boot's list before, and is gone: {banks.Reason}"
            : value is null ? $"the TPM's bank {pcr.Algorithm} vouched for this boot's list before, and is gone"
            : !value.AsSpan().ContainsAnyExcept((byte)0) ? $"PCR {pcr.Pcr} of the TPM's bank {pcr.Algorithm} vouched for this boot's list before, and reads zero now, to which no PCR goes back within a boot"
            : null;
    }

    /// <summary>Of the entries that were there at the last scan, how many nothing vouches for now though it could; null where there are none.</summary>
    private long? UnprovenSince()
    {
        if (verdict.Verified != true)
            return null;
        var missing = verdict.Banks.Where(bank => bank.MatchedAtEntry is not null).GroupBy(bank => bank.Pcr)
            .Select(bank => LastBefore(bank.Key) - bank.Max(matched => matched.MatchedAtEntry!.Value)).DefaultIfEmpty().Max();
        return missing > 0 ? missing : null;
    }

    /// <summary>The last entry that had extended the PCR at the last scan.</summary>
    private long LastBefore(int pcr) => before!.Replay.Pcrs.Where(state => state.Pcr == pcr).Select(state => state.LastEntry).DefaultIfEmpty().Max();

    private Incident Of(EvidenceGapCause cause, string text, long count) => new()
    {
        Kind = FindingKind.EvidenceGap,
        Gap = cause,
        Persists = true,
        Subject = $"{listId} {cause.Name()}",
        Count = count,
        Sources = EvidenceSources.Ima,
        Cause = text,
    };
}
