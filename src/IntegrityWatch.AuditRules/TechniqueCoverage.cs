using IntegrityWatch.Detection.Attack;

namespace IntegrityWatch.AuditRules;

/// <summary>Whether rules tell of a technique.</summary>
/// <param name="Technique">Which one.</param>
/// <param name="State">Whether they do.</param>
/// <param name="Missing">What they leave out: files and folders with permissions, system calls, architectures.</param>
public sealed record TechniqueCoverage(Technique Technique, CoverageState State, IReadOnlyList<string> Missing);
