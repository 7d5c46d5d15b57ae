using System.Buffers.Binary;
using System.Numerics;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>
/// SM3 (GB/T 32905-2016; ISO/IEC 10118-3:2018), which the framework does not know: TPMs sold in China have a bank of it, and kernels write
/// a list for each bank.
/// </summary>
internal sealed class Sm3Hash : BankHash
{
    private const int BlockLength = 64;
    private const int Words = 8;

    private static readonly uint[] Start =
        [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E];

    private readonly uint[] state = new uint[Words];
    private readonly uint[] words = new uint[BlockLength + 4];
    private readonly byte[] tail = new byte[2 * BlockLength];

    public override void Compute(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Words * sizeof(uint));
        Start.CopyTo(state, 0);
        var bits = (ulong)data.Length * 8;
        for (; data.Length >= BlockLength; data = data[BlockLength..])
            Compress(data[..BlockLength]);
        data.CopyTo(tail);
        var end = data.Length + 1 + sizeof(ulong) <= BlockLength ? BlockLength : 2 * BlockLength;
        tail.AsSpan(data.Length, end - data.Length).Clear();
        tail[data.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(tail.AsSpan(end - sizeof(ulong)), bits);
        for (var start = 0; start < end; start += BlockLength)
            Compress(tail.AsSpan(start, BlockLength));
        for (var index = 0; index < Words; index++)
            BinaryPrimitives.WriteUInt32BigEndian(destination[(index * sizeof(uint))..], state[index]);
    }

    public override void Dispose()
    {
    }

    private void Compress(ReadOnlySpan<byte> block)
    {
        for (var index = 0; index < 16; index++)
            words[index] = BinaryPrimitives.ReadUInt32BigEndian(block[(index * sizeof(uint))..]);
        for (var index = 16; index < words.Length; index++)
        {
            var mixed = words[index - 16] ^ words[index - 9] ^ BitOperations.RotateLeft(words[index - 3], 15);
            words[index] = mixed ^ BitOperations.RotateLeft(mixed, 15) ^ BitOperations.RotateLeft(mixed, 23)
                ^ BitOperations.RotateLeft(words[index - 13], 7) ^ words[index - 6];
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var round = 0; round < BlockLength; round++)
        {
            var isEarly = round < 16;
            var constant = BitOperations.RotateLeft(isEarly ? 0x79CC4519u : 0x7A879D8Au, round);
            var first = BitOperations.RotateLeft(BitOperations.RotateLeft(a, 12) + e + constant, 7);
            var second = first ^ BitOperations.RotateLeft(a, 12);
            var left = (isEarly ? a ^ b ^ c : (a & b) | (a & c) | (b & c)) + d + second + (words[round] ^ words[round + 4]);
            var right = (isEarly ? e ^ f ^ g : (e & f) | (~e & g)) + h + first + words[round];
            (d, c, b, a) = (c, BitOperations.RotateLeft(b, 9), a, left);
            (h, g, f, e) = (g, BitOperations.RotateLeft(f, 19), e, right ^ BitOperations.RotateLeft(right, 9) ^ BitOperations.RotateLeft(right, 17));
        }
        (state[0], state[1], state[2], state[3]) = (state[0] ^ a, state[1] ^ b, state[2] ^ c, state[3] ^ d);
        (state[4], state[5], state[6], state[7]) = (state[4] ^ e, state[5] ^ f, state[6] ^ g, state[7] ^ h);
    }
}
