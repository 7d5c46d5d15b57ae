namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>How a TPM signs (TPM_ALG_ID, TCG Algorithm Registry).</summary>
internal enum SignatureScheme : ushort
{
    /// <summary>A file without the TPM's framing: the key tells.</summary>
    Plain = 0,

    /// <summary>RSASSA-PKCS1-v1_5.</summary>
    Rsassa = 0x0014,

    /// <summary>RSASSA-PSS.</summary>
    Rsapss = 0x0016,

    Ecdsa = 0x0018,
}
