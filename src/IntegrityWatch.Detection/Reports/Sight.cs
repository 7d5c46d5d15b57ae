using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Detection.Reports;

/// <summary>
/// Whether what was read is enough to judge a host by: one set of questions, asked by whoever looks at one. Where anything is wrong the
/// host is not judged, whatever else was found.
/// </summary>
public static class Sight
{
    /// <summary>In the first minutes of a boot its policy may be still to come.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(10);

    private const int MostTemplates = 5;

    /// <summary>All that keeps the host from being judged, the gravest first; empty where nothing does.</summary>
    /// <param name="policy">Says which sources are required.</param>
    /// <param name="evidence">What was read.</param>
    /// <param name="isLive">True where the root is the host that this program runs on.</param>
    /// <param name="packages">Null where no package manager is known.</param>
    public static IReadOnlyList<Blindness> Of(Policy policy, EvidenceSnapshot evidence, bool isLive, IPackageDatabase? packages) =>
        [.. OfList(policy, evidence, isLive), .. OfLog(policy, evidence), .. OfPackages(policy, packages)];

    /// <summary>What keeps the list from being taken for this boot's, whole.</summary>
    /// <inheritdoc cref="Of"/>
    public static IEnumerable<Blindness> OfList(Policy policy, EvidenceSnapshot evidence, bool isLive)
    {
        if (evidence.ListFault is { } fault)
            yield return Blindness.Of(fault) with { IsOfList = true };
        if (evidence.List is { } list)
        {
            if (isLive && evidence.Host.BootId is null)
                yield return new Blindness("the running host says no boot id, so nobody can tell which boot's the list is", "mount proc on /proc") { IsOfList = true };
            if (list.Files == 0)
                yield return OfNoFile(evidence, list) with { IsOfList = true };
            if (list.Counted > list.Entries)
                yield return new Blindness($"the kernel counts {list.Counted} entries, and the measurement list has {list.Entries}: what is missing was not checked",
                    "copy the list anew, or ask who keeps its end back") { IsOfList = true };
        }
        if (policy.Required.Contains(RequiredSource.Tpm) && evidence.List?.Verdict.Verified is null)
            yield return new Blindness($"the policy requires a TPM: {evidence.List?.Verdict.Reason ?? "the measurement list was not read"}",
                "see integritywatch verify, or take tpm out of require");
    }

    private static Blindness OfNoFile(EvidenceSnapshot evidence, ListSummary list)
    {
        if (list.NotUnderstood.Count > 0)
            return new Blindness($"no entry of the measurement list holds the digest of a file: {Templates(list)}",
                "boot with ima_template=ima-sig, or with an ima_template_fmt that has d-ng and n-ng in it");
        return evidence.Host.Uptime < Start
            ? new Blindness($"starting: this boot is {(long)evidence.Host.Uptime.Value.TotalMinutes} minutes old, and the measurement list holds no file yet",
                "look again later; where no IMA policy is loaded, integritywatch rules install writes one") { IsStarting = true }
            : new Blindness("the measurement list holds no file of this boot: no IMA policy is loaded, and nothing that runs is measured",
                "integritywatch rules install writes a policy; integritywatch doctor says whether it is loaded");
    }

    private static string Templates(ListSummary list) => string.Join(", ", list.NotUnderstood
        .OrderByDescending(template => template.Value).ThenBy(template => template.Key, StringComparer.Ordinal).Take(MostTemplates)
        .Select(template => $"{template.Value} of template {(template.Key.Length == 0 ? "unknown" : template.Key)}"));

    private static IEnumerable<Blindness> OfLog(Policy policy, EvidenceSnapshot evidence)
    {
        if (evidence.AuditFault is { } fault)
            yield return Blindness.Of(fault);
        // A log that was read before and has nothing new is there all the same.
        else if (policy.Required.Contains(RequiredSource.Audit) && evidence.Audit is not ({ Records: > 0 } or { Resumed: true }))
            yield return new Blindness("the policy requires an audit log, and there is none", "start auditd, or take audit out of require");
    }

    private static IEnumerable<Blindness> OfPackages(Policy policy, IPackageDatabase? packages)
    {
        var isRequired = policy.Required.Contains(RequiredSource.Packages);
        if (packages?.Fault is { } fault && (isRequired || fault is DeniedException))
            yield return Blindness.Of(fault);
        else if (isRequired && packages is null or { Packages.Count: 0, Fault: null })
            yield return new Blindness("the policy requires a package database, and there is none", "take packages out of require");
    }
}

/// <summary>One thing that keeps a host from being judged.</summary>
/// <param name="Reason">One sentence, which may hold words of the host.</param>
/// <param name="Advice">What to do about it; null where there is nothing to do but to wait.</param>
public sealed record Blindness(string Reason, string? Advice)
{
    /// <summary>True where it is likely to pass by itself: the boot has only begun.</summary>
    public bool IsStarting { get; init; }

    /// <summary>True where the list was not read as it should be: its place stays where it was.</summary>
    public bool IsOfList { get; init; }

    public static Blindness Of(CannotCheckException fault) => new(fault.Message, fault.Hint);
}
