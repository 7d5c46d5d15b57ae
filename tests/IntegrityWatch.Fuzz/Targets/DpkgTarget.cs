using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed files of dpkg's: its status, lists, checksums, diversions and log.</summary>
internal sealed class DpkgTarget : IFuzzTarget
{
    private static readonly string[] Packages = ["bash", "coreutils", "dash", "libssl3:amd64", "mawk"];

    /// <summary>So many of a package's files are asked for their owners.</summary>
    private const int MostAsked = 12;

    private readonly HostTree tree = new([
        "var/lib/dpkg/status", "var/lib/dpkg/updates/0000", "var/lib/dpkg/diversions", "var/log/dpkg.log", "var/log/dpkg.log.1", "etc/timezone",
        .. Packages.SelectMany(name => new[] { $"var/lib/dpkg/info/{name}.list", $"var/lib/dpkg/info/{name}.md5sums" }),
    ]);

    public DpkgTarget(IReadOnlyList<byte[]> seeds)
    {
        Seeds = seeds;
        Words = [.. tree.Markers, "Package: ", "Status: install ok installed\n", "half-installed", "config-files", "Version: ", "Architecture: amd64\n",
            "Multi-Arch: same\n", "Conffiles:\n /etc/bash.bashrc 89269e1298235f1b12b4c16e4065ad0d\n", " obsolete", "\n\n", "/.\n", "/usr/bin/bash\n", "/bin/sh\n",
            ":\n", "bash\n", " upgrade ", " install ", "<none>", "2026-11-23 17:07:38 ", ":amd64", "Europe/Berlin", "./", "  ", "\0", "//", "/../"];
        // Alternatives, links in folders, and links that lead round.
        tree.Link("usr/bin/awk", "/etc/alternatives/awk");
        tree.Link("etc/alternatives/awk", "/usr/bin/mawk");
        tree.Link("bin", "usr/bin");
        tree.Link("usr/bin/round", "/usr/bin/round");
    }

    public string Name => "dpkg";

    public string Group => "package";

    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<string> Words { get; }

    public void Run(byte[] input)
    {
        using var root = new EvidenceRoot(tree.With(input));
        using var database = PackageManagers.OpenDatabase(root);
        if (database is null)
            return;
        var files = database.Files().Take(1000).ToList();
        BrokenPromiseException.Unless(
            files.TrueForAll(file => file.Path.IsAbsolute && !file.Path.Bytes.Contains((byte)'\n') && database.Packages.ContainsKey(file.Package.Name)),
            "what a package lists is a path, and the package is known");
        HostPath[] asked = [.. files.Select(file => file.Path).Take(MostAsked),
            HostPath.Of("/usr/bin/awk"), HostPath.Of("/bin/sh"), HostPath.Of("/usr/bin/round"), HostPath.Of("/var/lib/dpkg/info/bash.postinst")];
        var owners = database.OwnersOf(asked);
        BrokenPromiseException.Unless(owners.Keys.All(asked.Contains), "nothing is told that was not asked");
        BrokenPromiseException.Unless(
            database.Problems.All(problem => !problem.Contains('\n', StringComparison.Ordinal)), "a problem is told in one line");
    }
}
