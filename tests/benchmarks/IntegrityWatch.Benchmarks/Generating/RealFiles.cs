using System.Security.Cryptography;
using System.Text;

namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>Every regular file below a folder of a root, by name, with the SHA-256 of what lies there.</summary>
internal sealed class RealFiles : IMeasuredFiles
{
    private readonly MeasuredFile[] files;

    public RealFiles(string root, string folder)
    {
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        files = Directory.EnumerateFiles(Path.Combine(root, folder), "*", everything)
            .Order(StringComparer.Ordinal)
            .AsParallel().AsOrdered()
            .Select(file =>
            {
                using var content = File.OpenRead(file);
                // The kernel writes a space in a name as an underscore.
                var name = file[root.TrimEnd('/').Length..].Replace(' ', '_');
                return new MeasuredFile(Encoding.UTF8.GetBytes(name), SHA256.HashData(content));
            })
            .ToArray();
    }

    public int Count => files.Length;

    public MeasuredFile this[int number] => files[number % files.Length];
}
