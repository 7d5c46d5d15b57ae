namespace IntegrityWatch.Fuzz;

/// <summary>A file for readers that want one.</summary>
internal sealed class InputFile
{
    private readonly string path = Path.Combine(Scratch.Make(), "input");

    /// <summary>The path of a file that holds just this.</summary>
    public string With(byte[] content)
    {
        File.WriteAllBytes(path, content);
        return path;
    }
}
