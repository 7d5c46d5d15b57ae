using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Evidence.Packages.Rpm;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Damaged rpm databases. The input says where; see <see cref="Patches"/>.</summary>
internal sealed class RpmDatabaseTarget(byte[] database) : IFuzzTarget
{
    private const string DatabasePath = "usr/lib/sysimage/rpm/rpmdb.sqlite";

    private readonly string folder = Scratch.Make();

    public string Name => "rpm-database";

    public string Group => "package";

    public IReadOnlyList<byte[]> Seeds { get; } = [[], [0, 0, 99, 1, 1], [0, 16, 0, 1, 4]];

    public IReadOnlyList<string> Words { get; } = [.. Enumerable.Range(0, database.Length / 4096).Select(page => $"{(char)(page >> 4)}{(char)(page << 4 & 0xff)}\0")];

    /// <summary>The headers in a database.</summary>
    public static IReadOnlyList<byte[]> Headers(byte[] database)
    {
        using var root = new EvidenceRoot(RootOf(Scratch.Make(), database));
        using var store = new RpmStore(root, DatabasePath);
        return [.. store.Headers().Select(header => header.ToArray())];
    }

    public int SizeOf(byte[] input) => database.Length;

    public void Run(byte[] input)
    {
        using var root = new EvidenceRoot(RootOf(folder, Patches.Apply(database, input)));
        using var packages = PackageManagers.OpenDatabase(root)!;
        BrokenPromiseException.Unless(
            packages.Files().Take(1000).All(file => file.Path.IsAbsolute), "what a package lists is a path");
        _ = packages.Packages;
        packages.OwnersOf([HostPath.Of("/usr/bin/iw-tool"), HostPath.Of("/lib/modules/6.1/some.ko")]);
        BrokenPromiseException.Unless(
            packages.Problems.All(problem => !problem.Contains('\n', StringComparison.Ordinal)), "a problem is told in one line");
    }

    private static string RootOf(string folder, byte[] database)
    {
        var path = Path.Combine(folder, DatabasePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, database);
        return folder;
    }
}
