using System.Security.Cryptography.X509Certificates;

namespace IntegrityWatch.Tests.Evidence.Ima.Signatures;

/// <summary>Subject key identifiers that certificates should not have, and some have.</summary>
internal static class SubjectKey
{
    public static X509Extension Identifier(byte[] identifier) => Raw([4, (byte)identifier.Length, .. identifier]);

    public static X509Extension Raw(byte[] value) => new("2.5.29.14", value, critical: false);
}
