namespace IntegrityWatch.Detection.Attack;

/// <summary>An ATT&amp;CK technique or sub-technique, with its tactics in ATT&amp;CK's short names.</summary>
public sealed record Technique(string Id, string Name, IReadOnlyList<string> Tactics);
