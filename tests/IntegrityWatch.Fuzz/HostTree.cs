using System.Text;

namespace IntegrityWatch.Fuzz;

/// <summary>
/// A root with some files of a host, all from one input: what follows the line <c>== PATH</c> is the content of that file, up to the next
/// such line. Only paths that were named beforehand are files.
/// </summary>
internal sealed class HostTree
{
    private const byte LineFeed = (byte)'\n';

    private readonly string folder = Scratch.Make();
    private readonly HashSet<string> paths;
    private readonly HashSet<string> present = [];

    public HostTree(IEnumerable<string> paths)
    {
        this.paths = [.. paths];
        foreach (var path in this.paths)
            Directory.CreateDirectory(Path.GetDirectoryName(Locate(path))!);
    }

    public IEnumerable<string> Markers => paths.Select(Marker);

    /// <summary>An input of these files.</summary>
    public static byte[] Pack(IEnumerable<(string Path, byte[] Content)> files) =>
        [.. files.SelectMany(file => (byte[])[.. Encoding.ASCII.GetBytes(Marker(file.Path)), .. file.Content, .. Ended(file.Content) ? [] : "\n"u8])];

    /// <summary>A link that is always there.</summary>
    public void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Locate(path))!);
        File.CreateSymbolicLink(Locate(path), target);
    }

    /// <summary>The folder, with the files of this input and no others.</summary>
    public string With(byte[] input)
    {
        var before = present.ToList();
        present.Clear();
        string? path = null;
        var start = 0;
        for (var at = 0; at < input.Length;)
        {
            var end = Array.IndexOf(input, LineFeed, at);
            end = end < 0 ? input.Length : end + 1;
            if (PathOf(input.AsSpan(at, end - at)) is { } next)
            {
                Write(path, input.AsSpan(start, at - start));
                (path, start) = (next, end);
            }
            at = end;
        }
        Write(path, input.AsSpan(start));
        foreach (var gone in before.Where(gone => !present.Contains(gone)))
            File.Delete(Locate(gone));
        return folder;
    }

    private static string Marker(string path) => $"== {path}\n";

    private static bool Ended(byte[] content) => content is [] or [.., LineFeed];

    private string? PathOf(ReadOnlySpan<byte> line) =>
        line.StartsWith("== "u8) && line[^1] == LineFeed && Encoding.ASCII.GetString(line[3..^1]) is var path && paths.Contains(path) ? path : null;

    private void Write(string? path, ReadOnlySpan<byte> content)
    {
        if (path is null)
            return;
        File.WriteAllBytes(Locate(path), content);
        present.Add(path);
    }

    private string Locate(string path) => Path.Combine(folder, path);
}
