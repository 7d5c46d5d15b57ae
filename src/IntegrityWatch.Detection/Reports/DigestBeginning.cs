namespace IntegrityWatch.Detection.Reports;

/// <summary>The first digits of a digest, as reports print them.</summary>
/// <param name="Algorithm">Null where any may be meant.</param>
/// <param name="Hex">In lower case.</param>
public sealed record DigestBeginning(string? Algorithm, string Hex)
{
    public bool IsOf(Digest digest) =>
        (Algorithm is null || digest.Algorithm == Algorithm)
        && Convert.ToHexStringLower(digest.Value).StartsWith(Hex, StringComparison.Ordinal);
}
