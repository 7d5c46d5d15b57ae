namespace IntegrityWatch.Fuzz;

/// <summary>Folders for what readers want to have on a disk, in memory where the system has such a place; gone when the program ends.</summary>
internal static class Scratch
{
    private const string Memory = "/dev/shm";

    /// <summary>Below which they lie.</summary>
    public static readonly string Parent = Directory.Exists(Memory) ? Memory : Path.GetTempPath();

    /// <summary>A new and empty folder.</summary>
    public static string Make()
    {
        var folder = Path.Combine(Parent, $"integritywatch-fuzz-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
