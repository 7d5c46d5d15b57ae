using System.Buffers.Binary;

namespace IntegrityWatch.Evidence.Ima.Signatures;

/// <summary>
/// A signature in security.ima, version 2 or 3 (the kernel's struct signature_v2_hdr): type, version and hash algorithm in a byte
/// each, the key id in four and the length in two, big-endian, and so many bytes of signature.
/// </summary>
internal readonly ref struct FileSignature
{
    /// <summary>EVM_IMA_XATTR_DIGSIG: of the file's digest.</summary>
    private const byte OfFile = 3;

    /// <summary>EVM_XATTR_PORTABLE_DIGSIG: of the file's metadata.</summary>
    private const byte OfMetadata = 5;

    /// <summary>IMA_VERITY_DIGSIG: of the file's fs-verity digest, in version 3 only.</summary>
    private const byte OfVerity = 6;

    /// <summary>With what PKCS#7 begins: a signature appended to the file has no header.</summary>
    private const byte Sequence = 0x30;

    private const int HeaderLength = 9;

    public required byte Type { get; init; }

    public required byte Version { get; init; }

    public required DigestAlgorithm Hash { get; init; }

    public required uint KeyId { get; init; }

    /// <summary>What the key made.</summary>
    public required ReadOnlySpan<byte> Value { get; init; }

    public bool SignsVerity => Type == OfVerity;

    /// <summary>Null, or why it cannot be checked.</summary>
    public static SignatureVerdict? Parse(ReadOnlySpan<byte> bytes, out FileSignature signature)
    {
        signature = default;
        switch (bytes[0])
        {
            case OfFile or OfVerity:
                break;
            case OfMetadata:
                return NotSupported("an EVM portable signature signs metadata");
            case Sequence:
                return NotSupported("an appended signature (PKCS#7)");
            default:
                return NotSupported($"a signature of type {bytes[0]}");
        }
        if (bytes.Length > 1 && bytes[1] != 3 && (bytes[1] != 2 || bytes[0] == OfVerity))
            return NotSupported($"a signature of type {bytes[0]} in version {bytes[1]}");
        if (bytes.Length <= HeaderLength)
            return new(SignatureState.Invalid, Reason: "cut short");

        var keyId = BinaryPrimitives.ReadUInt32BigEndian(bytes[3..]);
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes[7..]) != bytes.Length - HeaderLength)
            return new(SignatureState.Invalid, keyId, Reason: "the length in it is wrong");
        if (DigestAlgorithm.OfSignature(bytes[2]) is not { } hash)
            return NotSupported($"a signature with hash algorithm {bytes[2]}", keyId);
        signature = new FileSignature
        {
            Type = bytes[0],
            Version = bytes[1],
            Hash = hash,
            KeyId = keyId,
            Value = bytes[HeaderLength..],
        };
        return null;
    }

    private static SignatureVerdict NotSupported(string reason, uint? keyId = null) =>
        new(SignatureState.NotSupported, keyId, Reason: reason);
}
