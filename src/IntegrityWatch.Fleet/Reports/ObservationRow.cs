using IntegrityWatch.History;

namespace IntegrityWatch.Fleet.Reports;

/// <summary>A path that was seen with a digest.</summary>
internal sealed record ObservationRow : StoreRow
{
    public required byte[] Path { get; init; }

    public required string Algorithm { get; init; }

    public required byte[] Digest { get; init; }

    /// <summary>By the host's clocks, see <see cref="ObservedDigest.FirstSeen"/>.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Name and version.</summary>
    public string? Package { get; init; }

    public bool? MatchesPackage { get; init; }

    public override bool Fits => Path.Length <= HostPath.MostBytes && Algorithm.Length <= Columns.Algorithm && Digest.Length <= Columns.Digest;

    public static ObservationRow Of(ObservedDigest observed) => new()
    {
        Path = observed.Path.Bytes.ToArray(),
        Algorithm = observed.Digest.Algorithm,
        Digest = observed.Digest.Value,
        FirstSeen = observed.FirstSeen,
        Package = StoreText.Of(observed.Package is { } package ? $"{package.Name} {package.Version}" : null, Columns.Name),
        MatchesPackage = observed.Package?.MatchesManifest,
    };
}
