using System.Buffers.Binary;

namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>
/// Takes a TPM structure apart (TCG TPM 2.0 Library, Part 2, 4.1 and 10.4: integers are big-endian, a TPM2B is a UINT16 length
/// and that many bytes).
/// </summary>
internal ref struct TpmReader
{
    private readonly ReadOnlySpan<byte> bytes;

    public TpmReader(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    /// <summary>How many bytes were taken. Of those that were not there none, so that this says where the structure is cut short.</summary>
    public int Position { get; private set; }

    /// <summary>True once more was asked for than there is: what was taken since is made of zeros.</summary>
    public bool IsCutShort { get; private set; }

    public readonly bool IsAtEnd => !IsCutShort && Position == bytes.Length;

    public byte TakeByte() => Take(sizeof(byte)) is [var value] ? value : (byte)0;

    public ushort TakeUInt16() => Take(sizeof(ushort)) is { IsEmpty: false } value ? BinaryPrimitives.ReadUInt16BigEndian(value) : (ushort)0;

    public uint TakeUInt32() => Take(sizeof(uint)) is { IsEmpty: false } value ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0;

    public ReadOnlySpan<byte> TakeSized() => Take(TakeUInt16());

    /// <returns>Empty where there are fewer.</returns>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (IsCutShort || bytes.Length - Position < count)
        {
            IsCutShort = true;
            return default;
        }
        var taken = bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}
