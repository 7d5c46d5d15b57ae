using CsCheck;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.History.Baselines;

/// <summary>Baselines with anything in them that a host can bring about.</summary>
internal static class SomeBaseline
{
    private static readonly string[] Algorithms = ["sha1", "sha256", "sha512", "sm3", "verity:sha256"];

    public static readonly Gen<Digest> Digest = Gen.Select(
        Gen.Int[0, Algorithms.Length - 1].Select(which => Algorithms[which]), Gen.Byte.Array[1, 64],
        (algorithm, value) => new Digest(algorithm, value));

    public static readonly Gen<BaselinePath> Path = Gen.Select(
        SomeRecord.Path, Digest.List[1, 6], Gen.Int[0, 2].List[6], Gen.Bool,
        (path, digests, sorts, spaces) =>
        {
            var sorted = digests.Distinct().Zip(sorts).ToLookup(pair => pair.Second, pair => pair.First);
            return new BaselinePath
            {
                Path = path,
                Approved = Ordered(sorted[0]),
                Beside = Ordered(sorted[1]),
                Superseded = Ordered(sorted[2]),
                MayHoldSpaces = spaces,
            };
        });

    public static readonly Gen<BaselineDocument> Document = Gen.Select(
        Path.List[0, 8], Gen.Select(SomeRecord.Text, SomeRecord.Text).List[0, 5], SomeRecord.Generation, SomeRecord.Text, Gen.Bool,
        (paths, packages, generation, text, isKnown) =>
        {
            var content = new BaselineContent(paths.DistinctBy(path => path.Path),
                isKnown ? packages.DistinctBy(package => package.Item1).ToDictionary(package => package.Item1, package => package.Item2) : null);
            return new BaselineDocument
            {
                Host = isKnown ? text : null,
                Generation = GenerationChain.Link(generation with { Content = content.Digest(), Paths = content.ApprovedPaths }, text),
                Previous = text,
                PackageManager = isKnown ? "dpkg" : null,
                Content = content,
            };
        });

    public static byte[] Bytes(BaselineDocument document)
    {
        using var output = new MemoryStream();
        BaselineWriter.Write(output, document);
        return output.ToArray();
    }

    private static IReadOnlyList<Digest> Ordered(IEnumerable<Digest> digests) =>
        [.. digests.OrderBy(digest => digest.ToString(), StringComparer.Ordinal)];
}
