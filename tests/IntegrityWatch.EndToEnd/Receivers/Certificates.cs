namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>An authority, and a certificate that it gave to localhost; PEM files in a folder.</summary>
internal sealed class Certificates
{
    public Certificates(string folder)
    {
        (Authority, Certificate, Key) = (Path.Combine(folder, "authority.pem"), Path.Combine(folder, "localhost.pem"), Path.Combine(folder, "localhost.key"));
        var (authorityKey, request, extensions) = (Path.Combine(folder, "authority.key"), Path.Combine(folder, "localhost.csr"), Path.Combine(folder, "extensions"));
        File.WriteAllText(extensions, "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n");
        string[] newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
        OpenSsl.Run(["req", "-x509", .. newKey, "-subj", "/CN=authority of this test", "-days", "2", "-keyout", authorityKey, "-out", Authority]);
        OpenSsl.Run(["req", .. newKey, "-subj", "/CN=localhost", "-keyout", Key, "-out", request]);
        OpenSsl.Run("x509", "-req", "-in", request, "-CA", Authority, "-CAkey", authorityKey, "-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", Certificate);
        Assert.True(File.Exists(Certificate), "openssl made no certificate");
    }

    public string Authority { get; }

    public string Certificate { get; }

    public string Key { get; }
}
