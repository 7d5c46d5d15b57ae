using IntegrityWatch.Evidence.Packages.Rpm;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed headers of rpm packages.</summary>
internal sealed class RpmHeaderTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    public string Name => "rpm-header";

    public string Group => "package";

    public IReadOnlyList<byte[]> Seeds => seeds;

    public IReadOnlyList<string> Words { get; } =
    [
        // Tags of a package's name, files, digests; types.
        "\0\0\u0003\u00e8", "\0\0\u0003\u00e9", "\0\0\u0003\u00ea", "\0\0\u0003\u00eb", "\0\0\u0004\u000b", "\0\0\u0004\u005c", "\0\0\u0004\u005d", "\0\0\u0004\u005e",
        "\0\0\u0013\u0093", "\0\0\0\u0006", "\0\0\0\u0008", "\0\0\0\u0004", "/usr/bin/\0", "iw-tool\0", "\u0081\u00ed", "\u00a1\u00ff", "\0",
    ];

    public void Run(byte[] input)
    {
        if (RpmHeader.Of(input) is not { } header || RpmPackage.Of(header) is not { } package || RpmFileList.Of(header) is not { } files)
            return;
        BrokenPromiseException.Unless(package.Installed.Name.Length > 0 && package.FullName.Length > 0, "a package has a name");
        for (var file = 0; file < files.Count; file++)
        {
            files.IsConfiguration(file);
            BrokenPromiseException.Unless(files.Path(file) is null or [(byte)'/', _, ..], "a file has a path or is left out");
            if (files.IsInstalled(file))
                files.Manifest(file);
        }
    }
}
