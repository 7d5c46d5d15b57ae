using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Delivery.Transports.Streams;

/// <summary>Reads the certificates and the key that a sink's description names.</summary>
internal static class PemFiles
{
    private const int MostBytes = 16 * 1024 * 1024;

    /// <exception cref="TransportException">The file cannot be read, or holds none.</exception>
    public static X509Certificate2Collection Authorities(string path)
    {
        var certificates = Read(path, () =>
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPem(Text(path));
            return read;
        });
        return certificates.Count > 0 ? certificates : throw new TransportException($"no certificate in {path}");
    }

    /// <summary>What this host shows; null where it shows none.</summary>
    /// <exception cref="TransportException">A file cannot be read, or the key is none to the certificate.</exception>
    public static SslStreamCertificateContext? ClientCertificate(SinkSecurity security)
    {
        if (security.CertificateFile is not { } path)
            return null;
        var chain = Authorities(path);
        var key = security.KeyFile ?? path;
        var certificate = Read(key, () => X509Certificate2.CreateFromPem(Text(path), Text(key)));
        return Read(path, () => SslStreamCertificateContext.Create(certificate, chain, offline: true));
    }

    private static string Text(string path)
    {
        try
        {
            // A scan must not wait for a sink's files: that is no delivery, and no deadline ends it.
            WriteProtection.RefusePipe(path, "file of a sink");
        }
        catch (CannotCheckException fault)
        {
            throw new TransportException(fault.Message);
        }
        using var file = NamedFile.OpenAny(path);
        // A reader of text, because what an editor puts before the first line is no part of it.
        return new StreamReader(new MemoryStream(NamedFile.ReadAll(file, MostBytes) ?? throw new IOException("too large for certificates"))).ReadToEnd();
    }

    private static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (Reason(exception) is { } reason)
        {
            throw new TransportException($"{reason} {path}");
        }
    }

    private static string? Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file:",
        UnauthorizedAccessException => "permission denied for",
        CryptographicException or ArgumentException => "no fitting certificate or key in",
        IOException => "cannot read",
        _ => null,
    };
}
