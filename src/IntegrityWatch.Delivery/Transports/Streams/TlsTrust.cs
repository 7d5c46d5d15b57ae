using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Delivery.Transports.Streams;

/// <summary>Whom TLS is spoken with: what is asked of a receiver's certificate, and what was wrong with it.</summary>
internal sealed class TlsTrust
{
    private readonly bool verify;
    private string? problem;

    private TlsTrust(bool verify) => this.verify = verify;

    /// <summary>For one receiver; SslStream and HTTP take the same.</summary>
    public required SslClientAuthenticationOptions Options { get; init; }

    /// <summary>Why a certificate was turned down; null where none was.</summary>
    public string? Problem => Volatile.Read(ref problem);

    /// <param name="host">The name that its certificate must bear.</param>
    /// <exception cref="TransportException">A file of certificates cannot be read.</exception>
    public static TlsTrust Of(SinkSecurity security, string host)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = PolicyOf(security),
            ClientCertificateContext = PemFiles.ClientCertificate(security),
        };
        var trust = new TlsTrust(security.VerifyCertificate) { Options = options };
        options.RemoteCertificateValidationCallback = trust.Accepts;
        return trust;
    }

    /// <summary>Nothing is asked of the network for it: neither revocation nor certificates that a receiver left out.</summary>
    private static X509ChainPolicy PolicyOf(SinkSecurity security)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        if (security.AuthorityFile is { } file)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(PemFiles.Authorities(file));
        }
        return policy;
    }

    private bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!verify || errors == SslPolicyErrors.None)
            return true;
        Volatile.Write(ref problem, CertificateProblem.Of(certificate as X509Certificate2, chain, errors));
        return false;
    }
}

/// <summary>Tells what is wrong with a receiver's certificate.</summary>
internal static class CertificateProblem
{
    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    public static string Of(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "the receiver shows no certificate";
        var flags = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if ((flags & Untrusted) != 0)
            return $"certificate is not trusted: {Issuer(certificate)}";
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return Period(certificate);
        if (flags != X509ChainStatusFlags.NoError)
            return $"certificate is not trusted: {NetworkText.Of(flags.ToString())}";
        return "certificate is for another host";
    }

    private static string Issuer(X509Certificate2 certificate) => certificate.Issuer == certificate.Subject
        ? $"{NetworkText.Of(certificate.Subject)} signed it itself"
        : $"{NetworkText.Of(certificate.Issuer)} issued it";

    private static string Period(X509Certificate2 certificate)
    {
        var now = HostClock.Now.LocalDateTime;
        return now > certificate.NotAfter ? "certificate has expired"
            : now < certificate.NotBefore ? "certificate is not valid yet"
            : "certificate is not trusted: that of its issuer has expired or is not valid yet";
    }
}
