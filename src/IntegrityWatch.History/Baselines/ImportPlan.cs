namespace IntegrityWatch.History.Baselines;

/// <summary>What an import would do.</summary>
/// <param name="Generation">The generation that it would make.</param>
/// <param name="Approved">Digests that were not approved before, or no longer.</param>
/// <param name="Superseded">Digests that were approved and are left behind, or that come as such.</param>
public sealed record ImportPlan(Generation Generation, IReadOnlyList<Approval> Approved, IReadOnlyList<Approval> Superseded);
