using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Fleet.Reports;

/// <summary>A path that a container was seen to use with a digest, or that is only said to be a container's.</summary>
internal sealed record ElsewhereRow : StoreRow
{
    private const int MostOfRealm = 64;
    private const int MostOfContainer = 4096;

    /// <summary>One of the fixed names.</summary>
    public required string Realm { get; init; }

    /// <summary>The container's root or label: text of any characters.</summary>
    public required string Container { get; init; }

    public required byte[] Path { get; init; }

    public required string Algorithm { get; init; }

    public required byte[] Digest { get; init; }

    /// <summary>By the host's clocks, see <see cref="ObservedDigest.FirstSeen"/>.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    public override bool Fits => Path.Length <= HostPath.MostBytes && Algorithm.Length <= Columns.Algorithm && Digest.Length <= Columns.Digest
        && Realm.Length <= MostOfRealm && Container.Length <= MostOfContainer;

    public static ElsewhereRow Of(ObservedDigest observed) => new()
    {
        Realm = observed.Realm.NameElsewhere()!,
        Container = StoreText.Of(observed.Container, MostOfContainer) ?? "",
        Path = observed.Path.Bytes.ToArray(),
        Algorithm = observed.Digest.Algorithm,
        Digest = observed.Digest.Value,
        FirstSeen = observed.FirstSeen,
    };
}
