namespace IntegrityWatch.History;

/// <summary>What the policy was that the host was last judged with: so much of it that the next scan can tell whether it judges less.</summary>
/// <param name="Fingerprint">Of that policy.</param>
/// <param name="Terms">In a form of the judgement's own.</param>
public sealed record JudgedBy(string Fingerprint, byte[] Terms);
