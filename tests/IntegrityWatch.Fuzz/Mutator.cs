using System.Buffers.Binary;
using System.Text;

namespace IntegrityWatch.Fuzz;

/// <summary>
/// Makes inputs of seeds: some bytes flipped, cut, repeated, joined with another seed's, lengths and words replaced.
/// </summary>
internal sealed class Mutator
{
    private const int MostBytes = 256 * 1024;
    private const int MostChanges = 8;

    private static readonly uint[] Numbers =
    [
        0, 1, 2, 3, 4, 10, 20, 23, 24, 32, 64, 127, 128, 255, 256, 4096, 65535, 65536,
        0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
    ];

    private readonly IReadOnlyList<byte[]> seeds;
    private readonly byte[][] words;

    /// <param name="seeds">Real inputs.</param>
    /// <param name="words">What means something in them; Latin-1, so that any byte can be written.</param>
    public Mutator(IReadOnlyList<byte[]> seeds, params string[] words)
    {
        this.seeds = seeds;
        this.words = Array.ConvertAll(words, Encoding.Latin1.GetBytes);
    }

    public byte[] Make(Random random)
    {
        List<byte> input = [.. Seed(random)];
        for (var changes = random.Next(1, MostChanges + 1); changes > 0; changes--)
            Change(input, random);
        return [.. input.Take(MostBytes)];
    }

    private void Change(List<byte> input, Random random)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(Size(random), input.Count - at);
        switch (random.Next(11))
        {
            case 0 when length > 0:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when length > 0:
                input[at] = (byte)random.Next(256);
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.RemoveRange(at, input.Count - at);
                break;
            case 4:
                Repeat(input, at, length, random);
                break;
            case 5:
                input.InsertRange(random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 6:
                Splice(input, at, random);
                break;
            case 7 or 8:
                Replace(input, at, Number(input, at, random));
                break;
            case 9 when words.Length > 0:
                Replace(input, at, Word(random));
                break;
            case 10 when words.Length > 0:
                input.InsertRange(at, Word(random));
                break;
        }
    }

    /// <summary>Mostly a few bytes, at times thousands.</summary>
    private static int Size(Random random) => random.Next(1, 1 << random.Next(1, 14));

    private static void Repeat(List<byte> input, int at, int length, Random random)
    {
        if (length == 0)
            return;
        var part = input.GetRange(at, length);
        for (var times = Math.Min(Size(random), MostBytes / length); times > 0 && input.Count < MostBytes; times--)
            input.InsertRange(at, part);
    }

    private void Splice(List<byte> input, int at, Random random)
    {
        var other = Seed(random);
        var from = random.Next(other.Length + 1);
        input.InsertRange(at, other.AsSpan(from, random.Next(other.Length - from + 1)).ToArray());
    }

    /// <summary>A length that lies: a number at the edge of something, or near the one that stands there.</summary>
    private static byte[] Number(List<byte> input, int at, Random random)
    {
        var number = new byte[random.Next(2) == 0 ? sizeof(ushort) : sizeof(uint)];
        var isBig = random.Next(2) == 0;
        var value = Numbers[random.Next(Numbers.Length)];
        if (random.Next(2) == 0 && at + sizeof(uint) <= input.Count)
        {
            var old = input.GetRange(at, sizeof(uint)).ToArray();
            value = (isBig ? BinaryPrimitives.ReadUInt32BigEndian(old) : BinaryPrimitives.ReadUInt32LittleEndian(old))
                + (uint)random.Next(-4, 5);
        }
        if (isBig)
            value = BinaryPrimitives.ReverseEndianness(value);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        (isBig ? bytes[^number.Length..] : bytes[..number.Length]).CopyTo(number);
        return number;
    }

    private static void Replace(List<byte> input, int at, byte[] bytes)
    {
        for (var i = 0; i < bytes.Length && at + i < input.Count; i++)
            input[at + i] = bytes[i];
    }

    private byte[] Seed(Random random) => seeds[random.Next(seeds.Count)];

    private byte[] Word(Random random) => words[random.Next(words.Length)];
}
