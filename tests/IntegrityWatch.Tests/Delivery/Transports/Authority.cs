using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntegrityWatch.Tests.Delivery.Transports;

/// <summary>Issues certificates that nobody but a test trusts.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly X509Certificate2 root;

    public Authority(string name = "CN=some authority")
    {
        var request = Request(name);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root = request.CreateSelfSigned(Now.AddYears(-10), Now.AddYears(10));
    }

    public string Pem => root.ExportCertificatePem();

    /// <summary>For the addresses of this host.</summary>
    public X509Certificate2 Issue(
        string name = "CN=receiver", DateTimeOffset? from = null, DateTimeOffset? until = null, string? host = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names(host));
        using var issued = request.Create(root, from ?? Now.AddYears(-1), until ?? Now.AddYears(1), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    public static X509Certificate2 SelfSigned(string name = "CN=receiver")
    {
        var request = Request(name);
        request.CertificateExtensions.Add(Names(host: null));
        return request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1));
    }

    public void Dispose() => root.Dispose();

    private static X509Extension Names(string? host)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host ?? "localhost");
        if (host is null)
            names.AddIpAddress(IPAddress.Loopback);
        return names.Build();
    }

    private static CertificateRequest Request(string name) =>
        new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
}
