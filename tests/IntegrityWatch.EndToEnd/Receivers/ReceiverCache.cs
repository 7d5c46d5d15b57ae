namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>The folder into which tests/receivers/install fetches what others wrote. INTEGRITYWATCH_RECEIVERS_CACHE names another.</summary>
internal static class ReceiverCache
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("INTEGRITYWATCH_RECEIVERS_CACHE") is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "integritywatch-receivers");

    /// <summary>Where a file or a folder of it is. Skips the test where it is not.</summary>
    /// <param name="place">Below the folder, such as <c>bin/gelf-reader</c>.</param>
    public static string Find(string place)
    {
        var path = Path.Combine(Folder, place);
        if (!Path.Exists(path))
            Required.Missing($"{Path.GetFileName(place)} is not here: tests/receivers/install fetches it");
        return path;
    }

    /// <summary>A file of an unpacked Debian package.</summary>
    /// <param name="place">Where the package puts it, without the first slash.</param>
    public static string Unpacked(string place) => Find(Path.Combine("root", place));
}
