namespace IntegrityWatch.Evidence.Ima;

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
