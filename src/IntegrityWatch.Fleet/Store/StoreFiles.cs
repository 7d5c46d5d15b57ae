using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Fleet.Store;

/// <summary>The files with the password, certificates and keys that the address of a store names.</summary>
public static class StoreFiles
{
    private static readonly string[] Secrets = ["passfile", "sslkey"];

    /// <exception cref="CannotCheckException">One cannot be read, or is a secret that everybody can read.</exception>
    public static void Check(StoreAddress address)
    {
        foreach (var (parameter, file) in address.Files)
            try
            {
                WriteProtection.RefusePipe(file, $"{parameter} of the store");
                NamedFile.OpenAny(file).Dispose();
                if (Secrets.Contains(parameter) && (new FileInfo(file).UnixFileMode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
                    throw new CannotCheckException($"everybody can read the {parameter} of the store: {file}", $"chmod 600 {file}");
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new CannotCheckException($"{parameter} of the store cannot be read: {file}", "put it there, or name a readable one", fault);
            }
    }
}
