namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>Copies of files in a folder that only this user can enter, gone with this object.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("integritywatch-");

    /// <exception cref="IOException">There is no room for it.</exception>
    public TemporaryCopy(string name, Stream content)
    {
        try
        {
            Add(name, content);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the copy lies.</summary>
    public string this[string name] => Path.Combine(folder.FullName, name);

    /// <exception cref="IOException">There is no room for it.</exception>
    public void Add(string name, Stream content)
    {
        using var file = File.Create(this[name]);
        content.CopyTo(file);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
