using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IntegrityWatch.Delivery.Transports;

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
        var now = DateTime.Now;
        return now > certificate.NotAfter ? "certificate has expired"
            : now < certificate.NotBefore ? "certificate is not valid yet"
            : "certificate is not trusted: that of its issuer has expired or is not valid yet";
    }
}
