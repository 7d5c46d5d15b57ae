namespace IntegrityWatch.Evidence.Ima.Signatures;

/// <summary>Whether an entry's signature is good, and by whose key.</summary>
/// <param name="KeyId">
/// The last four bytes of the subject key identifier, which the signature names its key by; null where it has none to read.
/// </param>
/// <param name="Key">
/// For a valid one, the certificate's subject, or the file of a plain public key: text of any characters.
/// </param>
/// <param name="Explains">True of a valid one by a key that explains, made of no weak hash.</param>
/// <param name="Reason">For what is malformed or not supported: a few words in lower case.</param>
public readonly record struct SignatureVerdict(
    SignatureState State, uint? KeyId = null, string? Key = null, string? Reason = null, bool Explains = false);

/// <summary>What became of checking the signature of an entry.</summary>
public enum SignatureState
{
    /// <summary>The entry has no signature.</summary>
    None,

    /// <summary>A given key made it for the entry's digest.</summary>
    Valid,

    /// <summary>
    /// It verifies with none of the given keys that bear its key id, or is malformed so that no key could have made it.
    /// </summary>
    Invalid,

    /// <summary>No given key bears its key id.</summary>
    UnknownKey,

    /// <summary>It is of a kind that is not checked here, or signs something that the entry does not hold.</summary>
    NotSupported,
}
