using IntegrityWatch.Evidence;

namespace IntegrityWatch.Configuration;

/// <summary>The files with certificates, keys and authorizations that sinks name. They are read when something is sent.</summary>
internal static class SinkFiles
{
    /// <exception cref="CannotCheckException">One cannot be read.</exception>
    public static void Check(Settings settings)
    {
        foreach (var (sink, index) in settings.Sinks.Select((sink, index) => (sink, index)))
            foreach (var (key, file) in Named(sink))
                Check(FormattableString.Invariant($"sinks:{index}:{key}"), file);
    }

    /// <summary>By key; null where nothing is named.</summary>
    internal static IEnumerable<(string Key, string? File)> Named(SinkSettings sink) =>
    [
        ("authorityFile", sink.AuthorityFile),
        ("certificateFile", sink.CertificateFile),
        ("keyFile", sink.KeyFile),
        ("authorizationFile", sink.AuthorizationFile),
    ];

    private static void Check(string key, string? file)
    {
        try
        {
            if (file is not null)
                File.OpenHandle(file).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"file of a sink cannot be read: {key} is {file}", "put it there, or name a readable one", fault);
        }
    }
}
