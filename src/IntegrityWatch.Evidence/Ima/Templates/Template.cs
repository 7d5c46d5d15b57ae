namespace IntegrityWatch.Evidence.Ima.Templates;

/// <summary>A template that a list uses: which fields its entries have.</summary>
internal sealed class Template
{
    private const string LegacyName = "ima";

    /// <summary>Stands for a line that is no entry.</summary>
    public static readonly Template None = new("", []);

    private Template(string name, TemplateField[] fields)
    {
        Name = name;
        Fields = fields;
        IsLegacy = IsLegacyName(name);
        NameIndex = Array.FindIndex(fields, field => field is TemplateField.Name or TemplateField.LegacyName);
        HasBuffer = fields.Contains(TemplateField.Buffer);
    }

    public string Name { get; }

    /// <summary>Empty where the template is unknown.</summary>
    public TemplateField[] Fields { get; }

    public bool IsKnown => Fields.Length > 0;

    /// <summary>The first template of all: no length before its data nor its digest, and a hash of its own kind.</summary>
    public bool IsLegacy { get; }

    /// <summary>Which of the fields is the name.</summary>
    public int NameIndex { get; }

    public bool HasBuffer { get; }

    /// <summary>How many entries used it.</summary>
    public long Entries { get; set; }

    public static bool IsLegacyName(string name) => name == LegacyName;

    /// <summary>A custom template's name is its format.</summary>
    public static Template Named(string name)
    {
        var format = name switch
        {
            LegacyName => "d|n",
            "ima-ng" => "d-ng|n-ng",
            "ima-sig" => "d-ng|n-ng|sig",
            "ima-ngv2" => "d-ngv2|n-ng",
            "ima-sigv2" => "d-ngv2|n-ng|sig",
            "ima-buf" => "d-ng|n-ng|buf",
            "ima-modsig" => "d-ng|n-ng|sig|d-modsig|modsig",
            "evm-sig" => "d-ng|n-ng|evmsig|xattrnames|xattrlengths|xattrvalues|iuid|igid|imode",
            _ => name,
        };
        var fields = Array.ConvertAll(format.Split('|'), FieldNamed);
        var isKnown = !fields.Contains(null)
            && fields.Count(field => field is TemplateField.Digest or TemplateField.LegacyDigest) == 1
            && fields.Count(field => field is TemplateField.Name or TemplateField.LegacyName) == 1;
        return new Template(name, isKnown ? Array.ConvertAll(fields, field => field!.Value) : []);
    }

    private static TemplateField? FieldNamed(string id) => id switch
    {
        "d" => TemplateField.LegacyDigest,
        "n" => TemplateField.LegacyName,
        "d-ng" or "d-ngv2" => TemplateField.Digest,
        "n-ng" => TemplateField.Name,
        "sig" => TemplateField.Signature,
        "buf" => TemplateField.Buffer,
        "d-modsig" => TemplateField.AppendedDigest,
        "modsig" => TemplateField.AppendedSignature,
        "evmsig" => TemplateField.EvmSignature,
        "xattrnames" => TemplateField.XattrNames,
        "xattrlengths" or "xattrvalues" => TemplateField.XattrData,
        "iuid" or "igid" => TemplateField.InodeOwner,
        "imode" => TemplateField.InodeMode,
        _ => null,
    };
}
