namespace IntegrityWatch.Model;

/// <summary>A path that lives play with, and what the shipped policy and the package database say of it.</summary>
/// <param name="Path">Where.</param>
/// <param name="Package">The package that owns it; null for none.</param>
/// <param name="IsCaptured">True in a folder that a capture hashes whether or not its files ran.</param>
/// <param name="IsSuspicious">True where no program should be: high.</param>
/// <param name="IsUserWritable">True where any user can put a file.</param>
internal sealed record Place(string Path, string? Package = null, bool IsCaptured = false, bool IsSuspicious = false, bool IsUserWritable = false)
{
    public static readonly Place[] Unowned =
    [
        new("/usr/local/bin/tool", IsCaptured: true),
        new("/usr/local/bin/other tool", IsCaptured: true),
        new("/srv/job"),
        new("/tmp/x", IsSuspicious: true, IsUserWritable: true),
        new("/home/alice/run", IsUserWritable: true),
    ];

    public static readonly Place[] Owned = [new("/usr/bin/bash", "bash"), new("/usr/sbin/cron", "cron")];

    private static readonly Dictionary<string, Place> Known = Unowned.Concat(Owned).ToDictionary(place => place.Path);

    public static Place Of(string path) => Known.GetValueOrDefault(path) ?? new Place(path);
}
