namespace IntegrityWatch.Evidence.Ima.Signatures;

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
