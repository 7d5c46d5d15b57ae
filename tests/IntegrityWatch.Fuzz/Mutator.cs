using System.Buffers.Binary;
using System.Text;

namespace IntegrityWatch.Fuzz;

/// <summary>
/// Makes inputs of others: some bytes flipped, cut, repeated, moved, joined with another's, lengths, words, figures and lines replaced.
/// </summary>
/// <param name="pick">One of the inputs to change.</param>
/// <param name="words">What means something in them; Latin-1, so that any byte can be written.</param>
internal sealed class Mutator(Func<Random, byte[]> pick, IReadOnlyList<string> words)
{
    /// <summary>Mostly, so that many are tried, and at times.</summary>
    private const int MostBytes = 16 * 1024;
    private const int MostBytesAtTimes = 256 * 1024;

    private const byte LineFeed = (byte)'\n';

    private static readonly ulong[] Numbers =
    [
        0, 1, 2, 3, 4, 7, 8, 10, 16, 20, 23, 24, 32, 64, 100, 127, 128, 255, 256, 512, 1000, 4096, 8192, 32767, 32768, 65535, 65536,
        0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0x100000000, 0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff,
    ];

    private readonly byte[][] words = [.. words.Select(Encoding.Latin1.GetBytes)];

    public byte[] Make(Random random)
    {
        List<byte> input = [.. pick(random)];
        var most = random.Next(64) == 0 ? MostBytesAtTimes : Math.Max(MostBytes, input.Count * 5 / 4);
        for (var changes = random.Next(2) == 0 ? random.Next(1, 4) : random.Next(1, 17); changes > 0; changes--)
            Change(input, most, random);
        return [.. input.Take(most)];
    }

    private void Change(List<byte> input, int most, Random random)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(Size(random), input.Count - at);
        switch (random.Next(17))
        {
            case 0 when length > 0:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when length > 0:
                input[at] = (byte)random.Next(256);
                break;
            case 2 when length > 0:
                input[at] += (byte)random.Next(-16, 17);
                break;
            case 3:
                input.RemoveRange(at, length);
                break;
            case 4 when random.Next(4) == 0:
                input.RemoveRange(at, input.Count - at);
                break;
            case 5 when length > 0:
                Repeat(input, at, length, most, random);
                break;
            case 6:
                input.InsertRange(random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 7:
                Replace(input, random.Next(input.Count + 1), [.. input.GetRange(at, length)]);
                break;
            case 8:
                input.InsertRange(at, Piece(random));
                break;
            case 9:
                Replace(input, at, Piece(random));
                break;
            case 10 or 11:
                Replace(input, at, Number(input, at, random));
                break;
            case 12 when words.Length > 0:
                Replace(input, at, Word(random));
                break;
            case 13 when words.Length > 0:
                input.InsertRange(at, Word(random));
                break;
            case 14:
                ReplaceFigure(input, at, random);
                break;
            case 15:
                MoveLine(input, random);
                break;
            case 16:
                input.InsertRange(at, RandomBytes(random.Next(1, 9), random));
                break;
        }
    }

    /// <summary>Mostly a few bytes, at times thousands.</summary>
    private static int Size(Random random) => random.Next(1, 1 << random.Next(1, 14));

    private static void Repeat(List<byte> input, int at, int length, int most, Random random)
    {
        var part = input.GetRange(at, length);
        var times = Math.Clamp((most - input.Count) / length, 0, Size(random));
        input.InsertRange(at, Enumerable.Repeat(part, times).SelectMany(bytes => bytes).ToArray());
    }

    /// <summary>Of any input, itself not excepted.</summary>
    private byte[] Piece(Random random)
    {
        var other = pick(random);
        var from = random.Next(other.Length + 1);
        var length = random.Next(2) == 0 ? Math.Min(Size(random), other.Length - from) : random.Next(other.Length - from + 1);
        return other[from..(from + length)];
    }

    /// <summary>A length that lies: a number at the edge of something, or near the one that stands there.</summary>
    private static byte[] Number(List<byte> input, int at, Random random)
    {
        var width = 1 << random.Next(4);
        var isBig = random.Next(2) == 0;
        var value = Numbers[random.Next(Numbers.Length)];
        if (random.Next(2) == 0 && at + width <= input.Count)
        {
            var old = new byte[sizeof(ulong)];
            input.CopyTo(at, old, isBig ? sizeof(ulong) - width : 0, width);
            value = unchecked((isBig ? BinaryPrimitives.ReadUInt64BigEndian(old) : BinaryPrimitives.ReadUInt64LittleEndian(old))
                + (ulong)random.Next(-4, 5));
        }
        var bytes = new byte[sizeof(ulong)];
        if (isBig)
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return isBig ? bytes[^width..] : bytes[..width];
    }

    /// <summary>The same for a number that stands there in digits.</summary>
    private static void ReplaceFigure(List<byte> input, int at, Random random)
    {
        at = input.FindIndex(Math.Min(at, input.Count), digit => char.IsAsciiDigit((char)digit));
        if (at < 0)
            return;
        var end = input.FindIndex(at, digit => !char.IsAsciiDigit((char)digit));
        input.RemoveRange(at, (end < 0 ? input.Count : end) - at);
        input.InsertRange(at, Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)].ToString()));
    }

    /// <summary>Takes a line out, puts it somewhere else, or has it twice.</summary>
    private static void MoveLine(List<byte> input, Random random)
    {
        var (start, length) = Line(input, random);
        var line = input.GetRange(start, length);
        var what = random.Next(3);
        if (what > 0)
            input.RemoveRange(start, length);
        if (what < 2)
            input.InsertRange(Line(input, random).Start, line);
    }

    /// <summary>With its end.</summary>
    private static (int Start, int Length) Line(List<byte> input, Random random)
    {
        var at = random.Next(input.Count + 1);
        var start = at == 0 ? 0 : input.LastIndexOf(LineFeed, at - 1) + 1;
        var end = input.IndexOf(LineFeed, start);
        return (start, (end < 0 ? input.Count : end + 1) - start);
    }

    private static void Replace(List<byte> input, int at, byte[] bytes)
    {
        for (var i = 0; i < bytes.Length && at + i < input.Count; i++)
            input[at + i] = bytes[i];
    }

    private static byte[] RandomBytes(int length, Random random)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Word(Random random) => words[random.Next(words.Length)];
}
