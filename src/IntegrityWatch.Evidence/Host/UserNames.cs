using System.Globalization;

namespace IntegrityWatch.Evidence.Host;

/// <summary>The names that the host's etc/passwd gives to user ids.</summary>
public sealed class UserNames
{
    private const int MostUsers = 100_000;

    private readonly Dictionary<uint, string> names = [];

    public static UserNames Of(EvidenceRoot root)
    {
        var users = new UserNames();
        using var file = root.Open("etc/passwd", bufferSize: 4096);
        if (file is null)
            return users;
        using var reader = new StreamReader(file);
        while (users.names.Count < MostUsers && reader.ReadLine() is { } line)
        {
            var fields = line.Split(':');
            if (fields.Length >= 3 && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                users.names.TryAdd(id, fields[0]);
        }
        return users;
    }

    public string? Of(uint? id) => id is { } number && names.TryGetValue(number, out var name) ? name : null;
}
