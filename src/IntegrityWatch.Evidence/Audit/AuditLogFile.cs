namespace IntegrityWatch.Evidence.Audit;

/// <summary>One audit log, open for reading.</summary>
public sealed class AuditLogFile : IDisposable
{
    /// <param name="name">As messages name it.</param>
    /// <param name="content">Read from where it stands; disposed with this.</param>
    public AuditLogFile(string name, Stream content)
    {
        Name = name;
        Content = content;
    }

    public string Name { get; }

    public Stream Content { get; }

    /// <exception cref="CannotCheckException">It is not there, or may not be read.</exception>
    public static AuditLogFile Open(string path)
    {
        try
        {
            return new AuditLogFile(path, OpenStream(path));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CannotCheckException($"no such audit log: {path}", cause: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"cannot open audit log: {path}", "run as root, or let this user read the log", error);
        }
    }

    private static FileStream OpenStream(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    public void Dispose() => Content.Dispose();
}
