namespace IntegrityWatch.Evidence.Collecting;

/// <summary>What of etc/passwd is needed to name users: names and numbers, and neither people's names, nor folders, nor old hashes.</summary>
internal static class PasswdNames
{
    /// <summary>In bytes.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The same lines in the same order, everything else in them left empty (passwd(5)).</summary>
    /// <exception cref="IOException">Reading failed.</exception>
    public static byte[] Of(FileStream passwd)
    {
        var content = new byte[Math.Min(passwd.Length, MostBytes)];
        var length = passwd.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        var names = new MemoryStream();
        foreach (var range in content.AsSpan(0, length).Split((byte)'\n'))
        {
            var line = content.AsSpan(0, length)[range];
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
}
