using System.Buffers.Binary;

namespace IntegrityWatch.Evidence.Ima.Templates;

/// <summary>What the fields of one entry say. Default where they are not understood.</summary>
internal ref struct TemplateFields
{
    /// <summary>The raw digest with which the data of the template <c>ima</c> begins.</summary>
    public const int LegacyDigestLength = 20;

    private const int LongestAlgorithm = 64;

    public string? Algorithm { get; private set; }

    public ReadOnlySpan<byte> Digest { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    public ReadOnlySpan<byte> Signature { get; private set; }

    /// <summary>False where the fields are not what the template has: nothing of them is to be believed.</summary>
    public static bool TryParse(
        Template template, ReadOnlySpan<byte> data, bool bigEndian, Interner algorithms, out TemplateFields fields)
    {
        fields = default;
        if (!template.IsKnown)
            return false;

        var parsed = default(TemplateFields);
        foreach (var field in template.Fields)
        {
            if (!TryTake(ref data, field, template.IsLegacy, bigEndian, out var value) || !parsed.Set(field, value, algorithms))
                return false;
        }
        if (!data.IsEmpty)
            return false;
        fields = parsed;
        return true;
    }

    private static bool TryTake(
        scoped ref ReadOnlySpan<byte> data, TemplateField field, bool isLegacy, bool bigEndian, out ReadOnlySpan<byte> value)
    {
        value = default;
        uint length = LegacyDigestLength;
        if (!isLegacy || field != TemplateField.LegacyDigest)
        {
            if (data.Length < sizeof(uint))
                return false;
            length = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(data) : BinaryPrimitives.ReadUInt32LittleEndian(data);
            data = data[sizeof(uint)..];
        }
        if (length > (uint)data.Length)
            return false;
        value = data[..(int)length];
        data = data[(int)length..];
        return true;
    }

    private bool Set(TemplateField field, ReadOnlySpan<byte> value, Interner algorithms)
    {
        switch (field)
        {
            case TemplateField.LegacyDigest:
                Algorithm = value.Length switch { 16 => "md5", 20 => "sha1", _ => null };
                Digest = value;
                return Algorithm is not null;
            case TemplateField.Digest:
                return SetDigest(value, algorithms);
            case TemplateField.LegacyName or TemplateField.Name:
                Name = value is [.., 0] ? value[..^1] : value;
                return !Name.IsEmpty && !Name.Contains((byte)0);
            case TemplateField.Signature:
                Signature = value;
                return true;
            case TemplateField.AppendedSignature or TemplateField.EvmSignature when Signature.IsEmpty:
                Signature = value;
                return true;
            default:
                return true;
        }
    }

    private bool SetDigest(ReadOnlySpan<byte> value, Interner algorithms)
    {
        var nul = value.IndexOf((byte)0);
        if (nul < 1 || value[nul - 1] != ':')
            return false;
        Digest = value[(nul + 1)..];
        var algorithm = value[..(nul - 1)];
        if (algorithm.StartsWith("ima:"u8))
            algorithm = algorithm["ima:"u8.Length..];
        if (algorithm.Length > LongestAlgorithm || !Interner.IsName(algorithm))
            return false;
        Algorithm = algorithms.Intern(algorithm);
        return true;
    }
}
