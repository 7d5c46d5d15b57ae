using System.Text;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Delivery;

/// <summary>Fetches the secrets of a sink from their files, when something is sent.</summary>
public static class SinkSecrets
{
    private const int LongestSecret = 16 << 10;

    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    /// <exception cref="InvalidDataException">It holds no secret, or is none.</exception>
    public static MessageSink Reveal(MessageSink sink)
    {
        if (sink.Security.KeyFile is { } key)
            RequirePrivate(key);
        if (sink.Security.AuthorizationFile is not { } file || sink.Security.Authorization is not null)
            return sink;
        RequirePrivate(file);
        return sink with { Security = sink.Security with { Authorization = Read(file) } };
    }

    private static string Read(string file)
    {
        using var stream = NamedFile.OpenAny(file);
        var bytes = new byte[LongestSecret];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var secret = Encoding.UTF8.GetString(bytes, 0, length).Trim();
        return length < bytes.Length && secret.Length > 0 && secret.All(letter => letter is >= ' ' and < '\x7f')
            ? secret
            : throw new InvalidDataException($"{file} holds no header value: one line of visible ASCII");
    }

    private static void RequirePrivate(string file)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"no such file: {file}");
        WriteProtection.RefusePipe(file, "secret");
        if (new FileInfo(file).UnixFileMode.HasFlag(UnixFileMode.OtherRead))
            throw new InvalidDataException($"everybody can read {file}: chmod o-r {file}");
    }
}
