using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Scanning;

/// <summary>The sources that the policy's <c>require</c> makes a must: where one is missing, nothing is judged.</summary>
internal static class Requirements
{
    /// <exception cref="CannotCheckException">It is required and missing.</exception>
    public static void CheckAudit(Policy policy, EvidenceSnapshot evidence)
    {
        // A log that was read before and has nothing new is there all the same.
        if (policy.Required.Contains(RequiredSource.Audit) && evidence.Audit is not ({ Records: > 0 } or { Resumed: true }))
            throw new CannotCheckException("the policy requires an audit log, and there is none", "start auditd, or take audit out of require");
    }

    /// <exception cref="CannotCheckException">It is required and missing.</exception>
    public static void CheckTpm(Policy policy, EvidenceSnapshot evidence)
    {
        if (policy.Required.Contains(RequiredSource.Tpm) && evidence.List?.Verdict.Verified is null)
            throw new CannotCheckException($"the policy requires a TPM: {evidence.List?.Verdict.Reason ?? "the measurement list was left out"}",
                "see integritywatch verify, or take tpm out of require");
    }

    /// <exception cref="CannotCheckException">It is required and missing, or cannot be read.</exception>
    public static void CheckPackages(Policy policy, IPackageDatabase? packages)
    {
        if (!policy.Required.Contains(RequiredSource.Packages))
            return;
        if (packages is null or { Packages.Count: 0, Fault: null })
            throw new CannotCheckException("the policy requires a package database, and there is none", "take packages out of require");
        if (packages.Fault is { } fault)
            throw fault;
    }
}
