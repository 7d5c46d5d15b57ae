using IntegrityWatch.Delivery;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;

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
        {
            CheckPlace(sink);
            try
            {
                SinkSecrets.Reveal(sink);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                throw new CannotCheckException($"secret of a sink is of no use: {sink.Name}: {fault.Message}", null, fault);
            }
        }
    }

    /// <summary>
    /// What lies where a sink of this host is to be. A file that is not there is made, and a socket that is not there may come with its
    /// service; anything else than a file and a socket takes no message.
    /// </summary>
    /// <exception cref="CannotCheckException">It is something else.</exception>
    private static void CheckPlace(MessageSink sink)
    {
        var path = sink.Address.Path;
        switch (sink.Address.Scheme)
        {
            case Scheme.File when FileStatus.Of(path) is { IsRegularFile: false } there:
                throw Misplaced(sink, $"file of a sink is {there.Kind}, and no file", "name a regular file, which is made where there is none");
            case Scheme.File when !Directory.Exists(Path.GetDirectoryName(path)):
                throw Misplaced(sink, "file of a sink lies in no folder", "make the folder, or name a file in one that is there");
            case Scheme.Unix when WriteRights.Of(path) is { IsSocket: false }:
                throw Misplaced(sink, "socket of a sink is no socket", "name the socket of the service that takes messages, such as /dev/log");
        }
    }

    private static CannotCheckException Misplaced(MessageSink sink, string message, string hint) =>
        new($"{message}: {sink.Name} at {sink.Address.Path}", hint);

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
