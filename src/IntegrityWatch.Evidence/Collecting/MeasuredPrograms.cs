using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Evidence.Collecting;

/// <summary>The paths that a measurement list names.</summary>
internal static class MeasuredPrograms
{
    /// <summary>In byte order; what the kernel could not place in the file system is left out.</summary>
    /// <param name="name">As messages name the list.</param>
    /// <param name="list">Left open.</param>
    /// <exception cref="CannotCheckException">The list is damaged.</exception>
    public static SortedSet<HostPath> NamedIn(string name, FileStream list)
    {
        var paths = new SortedSet<HostPath>();
        var shared = new Microsoft.Win32.SafeHandles.SafeFileHandle(list.SafeFileHandle.DangerousGetHandle(), ownsHandle: false);
        using var reader = MeasurementList.Open(name, new FileStream(shared, FileAccess.Read, bufferSize: 0), Path.GetFileName(name));
        while (reader.Read(out var entry))
            if (entry.Name is [(byte)'/', ..] && entry.Name.Length <= HostPath.MostBytes)
                paths.Add(new HostPath(entry.Name));
        return paths;
    }
}
