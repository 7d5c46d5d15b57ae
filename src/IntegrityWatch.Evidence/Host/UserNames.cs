using System.Globalization;

namespace IntegrityWatch.Evidence.Host;

/// <summary>The names that the host's etc/passwd gives to user ids.</summary>
public sealed class UserNames
{
    /// <summary>In bytes: a file made for it could otherwise fill the memory with one line.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly Dictionary<uint, string> names = [];

    public static UserNames Of(EvidenceRoot root)
    {
        var users = new UserNames();
        using var file = root.Open("etc/passwd");
        if (file is null)
            return users;
        var content = new byte[Math.Min(file.Length, MostBytes)];
        var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        foreach (var line in LossyUtf8.Decode(content.AsSpan(0, length)).Split('\n'))
        {
            var fields = line.Split(':');
            if (fields.Length >= 3 && uint.TryParse(fields[2], NumberStyles.None, null, out var id))
                users.names.TryAdd(id, fields[0]);
        }
        return users;
    }

    public string? Of(uint? id) => id is { } number && names.TryGetValue(number, out var name) ? name : null;
}
