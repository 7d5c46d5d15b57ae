using System.Buffers;

namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>
/// The arguments of one exec. A long one comes in pieces, <c>a1_len=9000 a1[0]=... a1[1]=...</c>, over several EXECVE records.
/// </summary>
internal sealed class AuditArguments
{
    /// <summary>In bytes, and in arguments: enough to read, too little to fill the memory.</summary>
    private const int Limit = 32 * 1024;

    // All arguments one after another: one of a single letter must not cost more than that.
    private readonly ArrayBufferWriter<byte> text = new();
    private readonly List<int> starts = [];
    private int piecesOf = -1;

    private int Held => text.WrittenCount + starts.Count;

    public void Take(ReadOnlySpan<byte> body)
    {
        foreach (var field in new AuditFields(body))
        {
            if (!TryParseName(field.Name, out var index, out var isPiece) || Held >= Limit || field.ToBytes() is not { } bytes)
                continue;
            if (!isPiece || piecesOf != index)
                starts.Add(text.WrittenCount);
            piecesOf = isPiece ? index : -1;
            text.Write(bytes.Bytes[..Math.Min(bytes.Bytes.Length, Limit - Held)]);
        }
    }

    public IReadOnlyList<string> ToList()
    {
        var arguments = new string[starts.Count];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = LossyUtf8.Decode(text.WrittenSpan[starts[i]..(i + 1 < starts.Count ? starts[i + 1] : text.WrittenCount)]);
        return arguments;
    }

    /// <summary><c>a12</c> or <c>a12[3]</c>.</summary>
    private static bool TryParseName(ReadOnlySpan<byte> name, out int index, out bool isPiece)
    {
        index = 0;
        isPiece = false;
        if (name is not [(byte)'a', >= (byte)'0' and <= (byte)'9', ..])
            return false;
        var digits = name[1..];
        var bracket = digits.IndexOf((byte)'[');
        isPiece = bracket > 0 && digits[^1] == (byte)']';
        if (isPiece)
            digits = digits[..bracket];
        return int.TryParse(digits, out index);
    }
}
