namespace IntegrityWatch.EndToEnd;

/// <summary>Where things lie in this repository.</summary>
internal static class Repository
{
    public static readonly string Folder = Find();

    public static string Captures => Path.Combine(Folder, "tests", "captures");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "IntegrityWatch.sln")))
                return folder.FullName;
        throw new InvalidOperationException("the tests do not lie in the repository");
    }
}
