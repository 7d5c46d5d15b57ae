using IntegrityWatch.Evidence.Tpm.Quotes;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>A quote to hold the measurement list against.</summary>
/// <param name="Quote">What the TPM signed.</param>
/// <param name="KeyFile">The attestation key: an X.509 certificate or a public key, in DER or PEM.</param>
/// <param name="Nonce">What the quote was asked for with; null where nobody remembers.</param>
public sealed record QuoteRequest(Quote Quote, string KeyFile, byte[]? Nonce);
