using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Commands.Baseline;

/// <summary>What was approved elsewhere, as a file or a store tells it.</summary>
internal sealed record Imported(IEnumerable<BaselinePath> Paths, PackageVersions? Packages, GenerationFacts Facts)
{
    /// <param name="document">What an export wrote.</param>
    /// <param name="source">Where it comes from, where it names no host.</param>
    public static Imported Of(BaselineDocument document, string source) => new(
        document.Content.Paths,
        document.PackageManager is null ? null : new PackageVersions
        {
            Generation = document.Generation.Number,
            Manager = document.PackageManager,
            Versions = document.Content.Packages.ToDictionary(),
        },
        new GenerationFacts(GenerationOrigin.Import, document.Generation.EvidenceAt)
        {
            Name = document.Generation.Name,
            Reason = $"imported from {document.Host ?? source} generation {document.Generation.Number}",
        });
}
