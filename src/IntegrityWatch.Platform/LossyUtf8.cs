using System.Buffers;
using System.Text;

namespace IntegrityWatch.Platform;

/// <summary>Text from bytes that are usually UTF-8. What is not UTF-8 appears as <c>\xNN</c>, so nothing is lost from sight.</summary>
public static class LossyUtf8
{
    public static bool IsValid(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);

        var text = new StringBuilder(bytes.Length + 16);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done)
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            else
                foreach (var stray in bytes[..length])
                    text.Append($"\\x{stray:x2}");
            bytes = bytes[length..];
        }
        return text.ToString();
    }
}
