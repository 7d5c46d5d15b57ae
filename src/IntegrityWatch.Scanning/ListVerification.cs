using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History;

namespace IntegrityWatch.Scanning;

/// <summary>Holds the measurement list against its own hashes, the TPM, and the signatures in it. Changes nothing.</summary>
public sealed record ListVerification
{
    public required ToolInfo Tool { get; init; }

    /// <summary>The root and its list.</summary>
    public required EvidenceRequest Evidence { get; init; }

    public required Policy Policy { get; init; }

    /// <summary>The history's file, which says what the list was when it was read before. Without one, the list speaks for itself.</summary>
    public required string Database { get; init; }

    /// <summary>Files of keys for IMA signatures, beside the policy's.</summary>
    public IReadOnlyList<string> KeyFiles { get; init; } = [];

    /// <summary>The clock of this run.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <exception cref="CannotCheckException">The list cannot be verified.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public ScanReport Run(CancellationToken interrupted)
    {
        using var history = HistoryFile.OpenIfThere(Database);
        string[] keyFiles = [.. Policy.SignatureKeys, .. KeyFiles];
        using var keys = keyFiles.Length == 0 ? null : SignatureKeys.Load(keyFiles);
        // Everything is read, however far it was read before: what skips something verifies nothing.
        var request = Evidence with { WithoutAudit = true, OnlyVerify = true, Keys = keys };
        var evidence = new EvidenceReader(request, history, interrupted).Read();
        var blindness = Sight.OfList(Policy, evidence, Evidence.Root.IsLive).ToList();
        var judge = new Judge(Policy, history);
        return new ScanReport
        {
            Tool = Tool,
            Host = evidence.Host.Name,
            Root = Evidence.Root.Name,
            ScannedAt = Now,
            BootId = evidence.Host.BootId,
            List = evidence.List,
            Baseline = history.Generations.Count == 0 ? null : history.Generations[^1],
            Findings = new FindingSet([.. evidence.Incidents
                .Where(incident => incident.Kind is FindingKind.ListTampered or FindingKind.SignatureInvalid or FindingKind.EvidenceGap)
                .Select(incident => judge.Of(IncidentRecord.Of(incident, evidence.TakenAt)))
                .Order(FindingOrder.Instance)], newOnly: false),
            Sight = new HostSight(null, blindness.Count == 0 ? null : string.Join("; ", blindness.Select(blind => blind.Reason)),
                blindness.Count == 0 ? null : blindness[0].Advice),
        };
    }
}
