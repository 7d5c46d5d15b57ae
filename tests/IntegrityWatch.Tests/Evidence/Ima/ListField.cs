using System.Buffers.Binary;
using System.Text;

namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>One field of a template as the kernel writes it: its bytes in the binary list, its text in the ASCII one.</summary>
internal sealed record ListField(byte[] Data, byte[] Text)
{
    public static ListField Empty { get; } = new([], []);

    public static ListField Digest(string algorithm, byte[] digest) =>
        new([.. Bytes($"{algorithm}:"), 0, .. digest], Bytes($"{algorithm}:{Convert.ToHexStringLower(digest)}"));

    public static ListField RawDigest(byte[] digest) => Hex(digest);

    public static ListField Name(string name) => Name(Bytes(name));

    public static ListField Name(byte[] name) => new([.. name, 0], name);

    public static ListField Hex(byte[] data) => new(data, Bytes(Convert.ToHexStringLower(data)));

    public static ListField Raw(string text) => new(Bytes(text), Bytes(text));

    public static ListField Owner(uint id, bool bigEndian = false)
    {
        var data = new byte[4];
        if (bigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(data, id);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(data, id);
        return new(data, Bytes(id.ToString()));
    }

    public static ListField Mode(ushort mode, bool bigEndian = false)
    {
        var data = new byte[2];
        if (bigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(data, mode);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(data, mode);
        return new(data, Bytes(mode.ToString()));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
