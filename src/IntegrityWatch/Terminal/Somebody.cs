namespace IntegrityWatch.Terminal;

/// <summary>Who runs the program: the name that is kept with what they approve.</summary>
internal static class Somebody
{
    private const int LongestName = 100;

    /// <summary>With sudo, the one who said so and not root. A name for the record, no proof.</summary>
    public static string Name
    {
        get
        {
            var name = Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } user ? user : Environment.UserName;
            return name.Length > LongestName ? name[..LongestName] : name;
        }
    }
}
