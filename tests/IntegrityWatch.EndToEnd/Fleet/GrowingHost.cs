using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IntegrityWatch.EndToEnd.Fleet;

/// <summary>A host on which more and more programs run: an evidence root whose measurement list grows, and a history beside it.</summary>
internal sealed class GrowingHost : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("integritywatch-test-");

    public GrowingHost()
    {
        Write("etc/hostname", "web01\n");
        Write("proc/sys/kernel/random/boot_id", "11111111-1111-4111-8111-111111111111\n");
        Add("boot_aggregate");
    }

    public string Root => Path.Combine(folder.FullName, "root");

    public string Database => Path.Combine(folder.FullName, "history.db");

    /// <summary>Everything that ran, the boot aggregate not among it.</summary>
    public List<string> Paths { get; } = [];

    /// <summary>Behind what the list has.</summary>
    public void Grow(int programs)
    {
        for (var program = 0; program < programs; program++)
        {
            Paths.Add($"/usr/local/bin/tool-{Paths.Count}");
            Add(Paths[^1]);
        }
    }

    public RunResult Capture() => BuiltProgram.Run("baseline", "capture", "--yes", "--root", Root, "--db", Database);

    public string[] Scan => ["scan", "--quiet", "--root", Root, "--db", Database];

    public string[] Forward => ["forward", "--db", Database];

    public void Dispose() => folder.Delete(recursive: true);

    private void Add(string name)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"content of {name}"));
        byte[] data = [.. Field([.. "sha256:\0"u8, .. digest]), .. Field([.. Encoding.UTF8.GetBytes(name), 0])];
        var template = Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, data));
        Write("sys/kernel/security/ima/ascii_runtime_measurements", $"10 {template} ima-ng sha256:{Convert.ToHexStringLower(digest)} {name}\n");
    }

    private static byte[] Field(byte[] content)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        return [.. length, .. content];
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.AppendAllText(file, text);
    }
}
