namespace IntegrityWatch.Platform.Files;

/// <summary>What on a disk can run or be loaded, told by name and permissions alone.</summary>
public static class ProgramFile
{
    private const int AnyExecute = 0x49;

    /// <param name="path">The file.</param>
    /// <param name="mode">Its permission bits.</param>
    public static bool Is(HostPath path, int mode) => (mode & AnyExecute) != 0 || IsLibrary(path.FileName) || IsModule(path);

    /// <summary>A kernel module, compressed or not.</summary>
    public static bool IsModule(HostPath path) => SortOf(path.Bytes) == ProgramSorts.Modules;

    /// <summary>What a file that the kernel measured is, by its name.</summary>
    /// <param name="path">Its path, or its name alone.</param>
    public static ProgramSorts SortOf(ReadOnlySpan<byte> path)
    {
        var name = path[(path.LastIndexOf((byte)'/') + 1)..];
        return name.EndsWith(".ko"u8) || name.EndsWith(".ko.xz"u8) || name.EndsWith(".ko.zst"u8) || name.EndsWith(".ko.gz"u8) ? ProgramSorts.Modules
            : IsLibrary(name) ? ProgramSorts.Libraries
            : ProgramSorts.Programs;
    }

    /// <summary>A library is mapped as a program is, and seldom has the permission to be run.</summary>
    private static bool IsLibrary(ReadOnlySpan<byte> name)
    {
        var at = name.LastIndexOf(".so"u8);
        return at > 0 && (at + 3 == name.Length || name[at + 3] == '.');
    }
}

/// <summary>What the kernel measures when it is used, by how it is used.</summary>
[Flags]
public enum ProgramSorts
{
    None = 0,

    /// <summary>Started; scripts with them.</summary>
    Programs = 1,

    /// <summary>Mapped to be executed.</summary>
    Libraries = 2,

    /// <summary>Loaded into the kernel.</summary>
    Modules = 4,
}
