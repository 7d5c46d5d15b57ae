using System.Buffers.Binary;
using System.IO.Compression;

namespace IntegrityWatch.History.Outbox;

/// <summary>
/// Messages packed into one block of bytes: each behind its length in four bytes, little endian, all of them compressed by Deflate. Messages are
/// much alike, so that a tenth of their size remains.
/// </summary>
public static class PackedMessages
{
    /// <summary>A block that says it holds more was not made here.</summary>
    public const int MostBytes = 64 << 20;

    public static byte[] Pack(IReadOnlyList<byte[]> messages)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest))
        {
            Span<byte> length = stackalloc byte[sizeof(int)];
            foreach (var message in messages)
            {
                BinaryPrimitives.WriteInt32LittleEndian(length, message.Length);
                deflate.Write(length);
                deflate.Write(message);
            }
        }
        return packed.ToArray();
    }

    /// <exception cref="InvalidDataException">It is not what <see cref="Pack"/> made of so many messages.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Unpack(byte[] content, int count)
    {
        using var deflate = new DeflateStream(new MemoryStream(content), CompressionMode.Decompress);
        var messages = new List<ReadOnlyMemory<byte>>();
        var room = MostBytes;
        Span<byte> length = stackalloc byte[sizeof(int)];
        try
        {
            for (var i = 0; i < count; i++)
            {
                deflate.ReadExactly(length);
                var size = BinaryPrimitives.ReadInt32LittleEndian(length);
                if (size < 0 || size > room)
                    throw new InvalidDataException("a waiting message has an impossible length");
                room -= size;
                var message = new byte[size];
                deflate.ReadExactly(message);
                messages.Add(message);
            }
        }
        catch (EndOfStreamException fault)
        {
            throw new InvalidDataException("waiting messages end too early", fault);
        }
        return messages;
    }
}
