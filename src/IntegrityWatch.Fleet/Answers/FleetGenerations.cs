namespace IntegrityWatch.Fleet.Answers;

/// <summary>What hosts approved, and what was approved for groups of them.</summary>
/// <param name="OfHosts">By host, the latest first.</param>
/// <param name="OfGroups">By group, the latest first.</param>
public sealed record FleetGenerations(IReadOnlyList<FleetGeneration> OfHosts, IReadOnlyList<GroupGeneration> OfGroups);
