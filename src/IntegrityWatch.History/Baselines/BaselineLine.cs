using System.Buffers;
using System.Text;

namespace IntegrityWatch.History.Baselines;

/// <summary>
/// The canonical text of what a generation holds, one line of JSON for each path and each package, so that two files differ in the
/// lines in which two generations do. Printable ASCII stands as it is, everything else as <c>\uXXXX</c>: a name forges nothing, and
/// the same content gives the same bytes for ever.
/// </summary>
internal static class BaselineLine
{
    /// <summary>Without a line's end.</summary>
    public static void Write(IBufferWriter<byte> line, BaselinePath path)
    {
        line.Write("{\"path\":"u8);
        WriteText(line, path.Path.ToString());
        if (!LossyUtf8.IsValid(path.Path.Bytes))
        {
            line.Write(",\"pathBase64\":"u8);
            WriteText(line, Convert.ToBase64String(path.Path.Bytes));
        }
        WriteDigests(line, ",\"approved\":"u8, path.Approved);
        WriteDigests(line, ",\"beside\":"u8, path.Beside);
        WriteDigests(line, ",\"superseded\":"u8, path.Superseded);
        if (path.MayHoldSpaces)
            line.Write(",\"mayHoldSpaces\":true"u8);
        line.Write("}"u8);
    }

    /// <summary>Without a line's end. A list that is not known stands nowhere, so that what was made before lists were known keeps its line.</summary>
    public static void WritePackage(IBufferWriter<byte> line, string name, string version, string? list)
    {
        line.Write("{\"package\":"u8);
        WriteText(line, name);
        line.Write(",\"version\":"u8);
        WriteText(line, version);
        if (!string.IsNullOrEmpty(list))
        {
            line.Write(",\"list\":"u8);
            WriteText(line, list);
        }
        line.Write("}"u8);
    }

    public static void WriteText(IBufferWriter<byte> line, string text)
    {
        var json = new StringBuilder(text.Length + 2).Append('"');
        foreach (var letter in text)
            if (letter is '"' or '\\')
                json.Append('\\').Append(letter);
            else if (letter is >= ' ' and <= '~')
                json.Append(letter);
            else
                json.Append("\\u").Append(((int)letter).ToString("x4"));
        json.Append('"');
        Encoding.ASCII.GetBytes(json.ToString(), line);
    }

    private static void WriteDigests(IBufferWriter<byte> line, ReadOnlySpan<byte> name, IReadOnlyList<Digest> digests)
    {
        if (digests.Count == 0)
            return;
        line.Write(name);
        line.Write("["u8);
        for (var i = 0; i < digests.Count; i++)
        {
            line.Write(i > 0 ? ","u8 : []);
            WriteText(line, digests[i].ToString());
        }
        line.Write("]"u8);
    }
}
