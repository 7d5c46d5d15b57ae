using System.Buffers;

namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>What a header says of its package.</summary>
internal sealed class RpmPackage
{
    /// <summary>In bytes.</summary>
    private const int LongestName = 200;

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._~^%{}"u8);

    private RpmPackage(InstalledPackage installed, string fullName)
    {
        Installed = installed;
        FullName = fullName;
    }

    public InstalledPackage Installed { get; }

    /// <summary><c>NAME-VERSION-RELEASE.ARCHITECTURE</c>, as rpm --query writes it.</summary>
    public string FullName { get; }

    /// <summary>Null where the header names no package, or by something that is no name.</summary>
    public static RpmPackage? Of(RpmHeader header)
    {
        if (NameOf(header, RpmTag.Name) is not { } name || NameOf(header, RpmTag.Version) is not { } version
            || NameOf(header, RpmTag.Release) is not { } release)
            return null;
        var epoch = header.Number(RpmTag.Epoch) is { } number ? $"{number}:" : "";
        var architecture = NameOf(header, RpmTag.Architecture) is { } some ? "." + some : "";
        return new RpmPackage(
            new InstalledPackage
            {
                Name = name,
                Version = $"{epoch}{version}-{release}",
                ChangedAt = header.Number(RpmTag.InstallTime) is { } time and > 0 ? DateTimeOffset.FromUnixTimeSeconds(time) : null,
            }, $"{name}-{version}-{release}{architecture}");
    }

    private static string? NameOf(RpmHeader header, RpmTag tag)
    {
        var bytes = header.Text(tag);
        return bytes.Length is > 0 and <= LongestName && !bytes.ContainsAnyExcept(NameBytes) ? LossyUtf8.Decode(bytes) : null;
    }
}
