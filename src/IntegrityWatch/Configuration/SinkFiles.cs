using IntegrityWatch.Delivery;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Configuration;

/// <summary>The files with certificates, keys and authorizations that sinks name. They are read when something is sent.</summary>
internal static class SinkFiles
{
    /// <exception cref="CannotCheckException">One cannot be read, or is no secret.</exception>
    public static void Check(Settings settings)
    {
        foreach (var (sink, index) in settings.Sinks.Select((sink, index) => (sink, index)))
            foreach (var (key, file) in Named(sink))
                Check($"sinks:{index}:{key}", file);
        if (StoreReader.Read(settings) is { } store)
            StoreFiles.Check(store);
        foreach (var sink in SinkReader.Read(settings))
            try
            {
                SinkSecrets.Reveal(sink);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                throw new CannotCheckException($"secret of a sink is of no use: {sink.Name}: {fault.Message}", null, fault);
            }
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
            if (file is null)
                return;
            WriteProtection.RefusePipe(file, "file of a sink");
            NamedFile.OpenAny(file).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"file of a sink cannot be read: {key} is {file}", "put it there, or name a readable one", fault);
        }
    }
}
