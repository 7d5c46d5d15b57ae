using System.Globalization;

namespace IntegrityWatch.Evidence.Host;

/// <summary>The names that the host's etc/passwd gives to user ids.</summary>
public sealed class UserNames
{
    internal const string File = "etc/passwd";

    /// <summary>In bytes: a file made for it could otherwise fill the memory with one line.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly Dictionary<uint, string> names = [];
    private readonly Dictionary<string, uint> numbers = new(StringComparer.Ordinal);

    public static readonly UserNames None = new();

    public static UserNames Of(EvidenceRoot root)
    {
        var users = new UserNames();
        using var file = root.Open(File);
        if (file is null)
            return users;
        foreach (var line in LossyUtf8.Decode(Read(file).Span).Split('\n'))
        {
            var fields = line.Split(':');
            if (fields.Length >= 3 && uint.TryParse(fields[2], NumberStyles.None, null, out var id))
            {
                users.names.TryAdd(id, fields[0]);
                users.numbers.TryAdd(fields[0], id);
            }
        }
        return users;
    }

    /// <summary>The number of the first user of that name, as the C library takes it; null where the host knows none.</summary>
    public uint? NumberOf(string name) => numbers.TryGetValue(name, out var number) ? number : null;

    public string? Of(uint? id) => id is { } number && names.TryGetValue(number, out var name) ? name : null;

    /// <summary>
    /// What of the file is needed to name users, and neither people's names, nor folders, nor old hashes: the same lines in the same
    /// order, everything else in them left empty (passwd(5)).
    /// </summary>
    /// <exception cref="IOException">Reading failed.</exception>
    internal static byte[] Reduced(FileStream passwd)
    {
        var content = Read(passwd).Span;
        var names = new MemoryStream();
        foreach (var range in content.Split((byte)'\n'))
        {
            var line = content[range];
            var fields = line.Split((byte)':');
            if (!fields.MoveNext())
                continue;
            var name = line[fields.Current];
            if (!fields.MoveNext() || !fields.MoveNext())
                continue;
            names.Write(name);
            names.Write(":x:"u8);
            names.Write(line[fields.Current]);
            names.Write("::::\n"u8);
        }
        return names.ToArray();
    }

    private static ReadOnlyMemory<byte> Read(FileStream passwd)
    {
        var content = new byte[Math.Min(passwd.Length, MostBytes)];
        return content.AsMemory(0, passwd.ReadAtLeast(content, content.Length, throwOnEndOfStream: false));
    }
}
