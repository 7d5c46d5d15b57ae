using System.Buffers;

namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>What dpkg lets a name be (deb-control(5)). Names become parts of paths and of what is told to people.</summary>
internal static class DpkgName
{
    /// <summary>In bytes; file names are no longer.</summary>
    private const int Longest = 200;

    private static readonly SearchValues<byte> PackageBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._"u8);

    private static readonly SearchValues<byte> VersionBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.~:_"u8);

    public static bool IsPackage(ReadOnlySpan<byte> name) => IsOf(name, PackageBytes) && char.IsAsciiLetterOrDigit((char)name[0]);

    public static bool IsArchitecture(ReadOnlySpan<byte> name) => IsPackage(name) && !name.ContainsAny("+._"u8);

    public static bool IsVersion(ReadOnlySpan<byte> version) => IsOf(version, VersionBytes);

    private static bool IsOf(ReadOnlySpan<byte> text, SearchValues<byte> bytes) =>
        text.Length is > 0 and <= Longest && !text.ContainsAnyExcept(bytes);
}
