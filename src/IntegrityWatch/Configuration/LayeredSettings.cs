using IntegrityWatch.Reporting;
using Microsoft.Extensions.Configuration;

namespace IntegrityWatch.Configuration;

/// <summary>The configuration, and which layer said what of it.</summary>
/// <param name="Values">What holds.</param>
/// <param name="Merged">All layers over one another.</param>
/// <param name="Layers">The lowest first.</param>
internal sealed record LayeredSettings(Settings Values, IConfiguration Merged, IReadOnlyList<SettingsLayer> Layers)
{
    private const string BuiltIn = "built in";
    private const string Hidden = "(secret)";

    /// <summary>The files that were read, the lowest first.</summary>
    public IEnumerable<string> Files => Layers.Select(layer => layer.File).OfType<string>();

    /// <summary>Every value that holds, in the order of <see cref="SettingKey.All"/>. Secrets are left out of them.</summary>
    /// <param name="database">The default of <c>database</c> for this user and root.</param>
    public IReadOnlyList<EffectiveSetting> Effective(string database) =>
    [
        .. SettingKey.All.SelectMany(key => Effective(key.Name, key, Merged.GetSection(key.Name), key.Name == "database" ? database : key.Default)),
    ];

    private IEnumerable<EffectiveSetting> Effective(string path, SettingKey key, IConfigurationSection section, string? otherwise)
    {
        var children = section.GetChildren().ToList();
        return key.Shape switch
        {
            SettingShape.Objects when children.Count > 0 => children.SelectMany((item, index) => OfObject($"{path}:{item.Key}", key, item, index)),
            SettingShape.Texts when children.Count > 0 => children.Select(item => Said($"{path}:{item.Key}", key, item)),
            SettingShape.Objects or SettingShape.Texts => [new EffectiveSetting(path, otherwise, BuiltIn, key.Description)],
            SettingShape.Text or SettingShape.File or SettingShape.Secret => !string.IsNullOrEmpty(section.Value) ? [Said(path, key, section)]
                : otherwise is null ? []
                : [new EffectiveSetting(path, otherwise, BuiltIn, key.Description)],
        };
    }

    private IEnumerable<EffectiveSetting> OfObject(string path, SettingKey list, IConfigurationSection item, int index) => list.Keys.SelectMany(key =>
        Effective($"{path}:{key.Name}", key, item.GetSection(key.Name), key.Name == "name" ? SinkReader.Read(Values)[index].Name : key.Default));

    private EffectiveSetting Said(string path, SettingKey key, IConfigurationSection section)
    {
        var layer = Layers.Last(layer => layer.Content[section.Path] == section.Value);
        return new EffectiveSetting(path, key.Shape == SettingShape.Secret ? Hidden : section.Value, layer.SourceOf(path), key.Description);
    }
}

/// <summary>What one file says, or the variables say.</summary>
/// <param name="File">Null for the variables.</param>
/// <param name="Content">All of it.</param>
internal sealed record SettingsLayer(string? File, IConfiguration Content)
{
    public const string Prefix = "INTEGRITYWATCH__";

    /// <summary>The layer as messages name it.</summary>
    public string Name => File ?? "the environment";

    /// <summary>Where it says a key: the file, or the variable.</summary>
    public string SourceOf(string key) => File ?? $"variable {Spell(key)}";

    /// <summary>A key as it is written there: that of a variable in capitals, with two underscores for each colon.</summary>
    public string Spell(string key) =>
        File is not null ? key : Prefix + key.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal);
}
