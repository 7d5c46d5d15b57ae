namespace IntegrityWatch.Evidence.Ima.Templates;

/// <summary>The fields that a template is made of (the kernel's Documentation/security/IMA-templates.rst).</summary>
internal enum TemplateField
{
    /// <summary>d: 20 bytes of SHA-1, or 16 of MD5, with no algorithm.</summary>
    LegacyDigest,

    /// <summary>n: like n-ng, at most 255 bytes.</summary>
    LegacyName,

    /// <summary>d-ng, d-ngv2: algorithm, colon, NUL, digest.</summary>
    Digest,

    /// <summary>n-ng: the name with a NUL at its end.</summary>
    Name,

    /// <summary>sig.</summary>
    Signature,

    /// <summary>buf.</summary>
    Buffer,

    /// <summary>d-modsig: the digest that the appended signature signs, like d-ng.</summary>
    AppendedDigest,

    /// <summary>modsig: PKCS#7.</summary>
    AppendedSignature,

    /// <summary>evmsig.</summary>
    EvmSignature,

    /// <summary>xattrnames: joined by <c>|</c>, no NUL; the ASCII list writes it raw.</summary>
    XattrNames,

    /// <summary>xattrlengths, xattrvalues.</summary>
    XattrData,

    /// <summary>iuid, igid: 32 bits in the list's byte order.</summary>
    InodeOwner,

    /// <summary>imode: 16 bits in the list's byte order.</summary>
    InodeMode,
}
