namespace IntegrityWatch.Evidence.Ima.Templates;

/// <summary>Makes entries from their parts, and counts them.</summary>
internal sealed class EntryInterpreter
{
    private readonly Interner algorithms = new();

    public TemplateTable Templates { get; } = new();

    public long Entries { get; private set; }

    public long Violations { get; private set; }

    public long Opaque { get; private set; }

    public long Unverified { get; private set; }

    public static bool IsViolation(ReadOnlySpan<byte> templateDigest) => !templateDigest.ContainsAnyExcept((byte)0);

    public MeasurementEntry Interpret(
        long offset,
        int pcr,
        ReadOnlySpan<byte> templateDigest,
        Template template,
        ReadOnlySpan<byte> data,
        bool bigEndian,
        bool? isVerified = null)
    {
        var isUnderstood = TemplateFields.TryParse(template, data, bigEndian, algorithms, out var fields);
        var kind = IsViolation(templateDigest) ? MeasurementKind.Violation
            : !isUnderstood ? MeasurementKind.Opaque
            : template.HasBuffer ? MeasurementKind.Buffer
            : fields.Name.SequenceEqual("boot_aggregate"u8) ? MeasurementKind.BootAggregate
            : !fields.Digest.ContainsAnyExcept((byte)0) ? MeasurementKind.Unmeasurable
            : MeasurementKind.File;
        template.Entries++;
        Count(kind, isVerified);
        return new MeasurementEntry
        {
            Number = Entries,
            Offset = offset,
            Pcr = pcr,
            TemplateDigest = templateDigest,
            TemplateName = template.Name,
            TemplateData = data,
            Kind = kind,
            Name = fields.Name,
            DigestAlgorithm = fields.Algorithm ?? "",
            FileDigest = fields.Digest,
            Signature = fields.Signature,
            IsVerified = isVerified,
        };
    }

    /// <summary>Stands for a line that does not even begin like an entry.</summary>
    public MeasurementEntry Stray(long offset, ReadOnlySpan<byte> line)
    {
        Count(MeasurementKind.Opaque, isVerified: false);
        return new MeasurementEntry
        {
            Number = Entries,
            Offset = offset,
            Pcr = 0,
            TemplateDigest = default,
            TemplateName = "",
            TemplateData = default,
            Kind = MeasurementKind.Opaque,
            Name = line,
            DigestAlgorithm = "",
            IsVerified = false,
        };
    }

    private void Count(MeasurementKind kind, bool? isVerified)
    {
        Entries++;
        if (kind == MeasurementKind.Violation)
            Violations++;
        else if (kind == MeasurementKind.Opaque)
            Opaque++;
        if (isVerified == false)
            Unverified++;
    }
}

/// <summary>The templates that a list uses, with how many entries each has.</summary>
internal sealed class TemplateTable
{
    private readonly Interner names = new();
    private readonly Dictionary<string, Template> templates = new(StringComparer.Ordinal);
    private Template last = Template.None;

    public IReadOnlyDictionary<string, long> Counts => templates.Values
        .Where(template => template.Entries > 0)
        .ToDictionary(template => template.Name, template => template.Entries);

    /// <param name="name">Bytes for which <see cref="Interner.IsName"/> holds.</param>
    public Template Find(ReadOnlySpan<byte> name)
    {
        var text = names.Intern(name);
        if (ReferenceEquals(text, last.Name))
            return last;
        if (!templates.TryGetValue(text, out var template))
            templates.Add(text, template = Template.Named(text));
        return last = template;
    }
}
