using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace IntegrityWatch.Model.Rules;

/// <summary>SM3 as GB/T 32905-2016 has it, for lists of that bank.</summary>
internal static class Sm3
{
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        uint[] state = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
        var padded = new byte[(data.Length + 9 + 63) / 64 * 64];
        data.CopyTo(padded);
        padded[data.Length] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(padded.AsSpan(padded.Length - 8), data.Length * 8L);
        for (var block = 0; block < padded.Length; block += 64)
            Compress(state, padded.AsSpan(block, 64));
        return Convert.FromHexString(string.Concat(state.Select(word => word.ToString("x8", CultureInfo.InvariantCulture))));
    }

    private static void Compress(uint[] state, ReadOnlySpan<byte> block)
    {
        var words = new uint[68];
        for (var j = 0; j < 68; j++)
            words[j] = j < 16 ? BinaryPrimitives.ReadUInt32BigEndian(block[(j * 4)..])
                : P1(words[j - 16] ^ words[j - 9] ^ Left(words[j - 3], 15)) ^ Left(words[j - 13], 7) ^ words[j - 6];
        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var j = 0; j < 64; j++)
        {
            var first = Left(Left(a, 12) + e + Left(j < 16 ? 0x79cc4519u : 0x7a879d8au, j % 32), 7);
            var second = first ^ Left(a, 12);
            var one = (j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)) + d + second + (words[j] ^ words[j + 4]);
            var two = (j < 16 ? e ^ f ^ g : (e & f) | (~e & g)) + h + first + words[j];
            (d, c, b, a, h, g, f, e) = (c, Left(b, 9), a, one, g, Left(f, 19), e, two ^ Left(two, 9) ^ Left(two, 17));
        }
        uint[] now = [a, b, c, d, e, f, g, h];
        for (var j = 0; j < 8; j++)
            state[j] ^= now[j];
    }

    private static uint P1(uint word) => word ^ Left(word, 15) ^ Left(word, 23);

    private static uint Left(uint word, int by) => BitOperations.RotateLeft(word, by);
}
