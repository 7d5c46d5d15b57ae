using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace IntegrityWatch.Evidence.Ima.Templates;

/// <summary>
/// Rebuilds the data of a template, as the kernel hashes it, from the fields of an ASCII line. What the fields do not have in
/// the kernel's own form fails, so the hash decides over nothing but what it covers.
/// </summary>
internal sealed class TemplateDataBuilder
{
    private byte[] data = new byte[1024];
    private int length;

    /// <summary>What was built last, good until the next is; empty where it could not be.</summary>
    public ReadOnlySpan<byte> Data => data.AsSpan(0, length);

    /// <param name="fields">The fields with one space between two. Only the name may hold spaces or newlines of its own.</param>
    public bool TryBuild(Template template, ReadOnlySpan<byte> fields, bool bigEndian)
    {
        var needed = fields.Length + template.Fields.Length * 2 * sizeof(uint);
        if (data.Length < needed)
            data = new byte[Math.Max(needed, data.Length * 2)];

        length = 0;
        var isBuilt = template.IsKnown && TryAppendAll(template, fields, bigEndian);
        if (!isBuilt)
            length = 0;
        return isBuilt;
    }

    private bool TryAppendAll(Template template, ReadOnlySpan<byte> fields, bool bigEndian)
    {
        if (!TryFindEndOfName(template, fields, out var endOfName))
            return false;
        for (var index = 0; index < template.Fields.Length; index++)
        {
            var isLast = index == template.Fields.Length - 1;
            var end = index == template.NameIndex ? endOfName : isLast ? fields.Length : fields.IndexOf((byte)' ');
            if (end < 0 || index < template.NameIndex && end >= endOfName)
                return false;
            if (!TryAppend(template, template.Fields[index], fields[..end], bigEndian))
                return false;
            endOfName -= end + 1;
            fields = isLast ? default : fields[(end + 1)..];
        }
        return true;
    }

    private static bool TryFindEndOfName(Template template, ReadOnlySpan<byte> fields, out int end)
    {
        end = fields.Length;
        for (var after = template.Fields.Length - 1 - template.NameIndex; after > 0 && end >= 0; after--)
            end = fields[..end].LastIndexOf((byte)' ');
        return end >= 0;
    }

    private bool TryAppend(Template template, TemplateField field, ReadOnlySpan<byte> text, bool bigEndian)
    {
        var start = length;
        if (!template.IsLegacy || field != TemplateField.LegacyDigest)
            length += sizeof(uint);
        var valueStart = length;
        if (!TryAppendValue(template, field, text, bigEndian))
            return false;
        if (valueStart > start)
            Write(data.AsSpan(start, sizeof(uint)), (uint)(length - valueStart), bigEndian);
        return true;
    }

    private bool TryAppendValue(Template template, TemplateField field, ReadOnlySpan<byte> text, bool bigEndian)
    {
        switch (field)
        {
            case TemplateField.LegacyName or TemplateField.Name:
                Append(text);
                if (!template.IsLegacy)
                    data[length++] = 0;
                return true;
            case TemplateField.Digest or TemplateField.AppendedDigest:
                return text.IsEmpty || TryAppendDigest(text);
            case TemplateField.XattrNames:
                Append(text);
                return true;
            case TemplateField.InodeOwner:
                return text.IsEmpty || TryAppendNumber(text, sizeof(uint), bigEndian);
            case TemplateField.InodeMode:
                return text.IsEmpty || TryAppendNumber(text, sizeof(ushort), bigEndian);
            default:
                return TryAppendHex(text);
        }
    }

    private bool TryAppendDigest(ReadOnlySpan<byte> text)
    {
        var colon = text.LastIndexOf((byte)':');
        Append(text[..(colon + 1)]);
        data[length++] = 0;
        return colon > 0 && TryAppendHex(text[(colon + 1)..]);
    }

    private bool TryAppendHex(ReadOnlySpan<byte> text)
    {
        var status = Convert.FromHexString(text, data.AsSpan(length), out _, out var written);
        length += written;
        return status == OperationStatus.Done;
    }

    private bool TryAppendNumber(ReadOnlySpan<byte> text, int width, bool bigEndian)
    {
        if (!Utf8Parser.TryParse(text, out uint number, out var digits) || digits != text.Length)
            return false;
        if (width == sizeof(uint))
            Write(data.AsSpan(length), number, bigEndian);
        else if (number <= ushort.MaxValue)
            Write(data.AsSpan(length), bigEndian ? number << 16 : number, bigEndian);
        else
            return false;
        length += width;
        return true;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(data.AsSpan(length));
        length += bytes.Length;
    }

    private static void Write(Span<byte> destination, uint number, bool bigEndian)
    {
        if (bigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(destination, number);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(destination, number);
    }
}
