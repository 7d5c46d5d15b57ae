using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>An entry that the kernel dropped before it was read, put together from its audit record. Only the PCR proves that it was so.</summary>
/// <param name="Path">As the list writes it: a space is an underscore. Empty for a violation that the log does not name.</param>
/// <param name="Digest">Null for a violation.</param>
/// <param name="Template">Its template's name.</param>
/// <param name="Data">What the kernel hashed.</param>
internal sealed record RebuiltEntry(HostPath Path, Digest? Digest, string Template, byte[] Data)
{
    /// <summary>Null where the template holds what no audit record tells, or is not known here.</summary>
    public static RebuiltEntry? Of(HostPath path, Digest digest, string template)
    {
        var known = Templates.Template.Named(template);
        var data = new List<byte>();
        foreach (var field in known.Fields)
        {
            byte[]? value = field switch
            {
                TemplateField.LegacyDigest => digest.Algorithm == "sha1" ? digest.Value : null,
                TemplateField.LegacyName or TemplateField.Name => known.IsLegacy ? path.Bytes.ToArray() : [.. path.Bytes, 0],
                TemplateField.Digest => [.. template.EndsWith("v2", StringComparison.Ordinal) ? "ima:"u8 : default, .. System.Text.Encoding.ASCII.GetBytes(digest.Algorithm), .. ":\0"u8, .. digest.Value],
                TemplateField.Signature or TemplateField.AppendedDigest or TemplateField.AppendedSignature => [],
                TemplateField.Buffer or TemplateField.EvmSignature or TemplateField.XattrNames or TemplateField.XattrData
                    or TemplateField.InodeOwner or TemplateField.InodeMode => null,
            };
            if (value is null)
                return null;
            if (!known.IsLegacy || field != TemplateField.LegacyDigest)
                data.AddRange(BitConverter.GetBytes(value.Length));
            data.AddRange(value);
        }
        return data.Count == 0 ? null : new RebuiltEntry(path, digest, template, [.. data]);
    }

    public static RebuiltEntry Violation(HostPath path, string template) => new(path, null, template, []);

    public MeasurementEntry AsEntry() => new()
    {
        Number = 0,
        Offset = 0,
        Pcr = Tpm.BankReplay.ImaPcr,
        TemplateDigest = default,
        TemplateName = Template,
        TemplateData = Data,
        Kind = Digest is null ? MeasurementKind.Violation : MeasurementKind.File,
        Name = Path.Bytes,
        DigestAlgorithm = Digest?.Algorithm ?? "",
        FileDigest = Digest is null ? default : Digest.Value,
    };
}
