using IntegrityWatch.Detection;
using IntegrityWatch.Platform.Files;
using Microsoft.Extensions.Configuration;

namespace IntegrityWatch.Configuration;

/// <summary>
/// Layers the configuration: built in, then the default file where it exists, then the file that <c>--config</c> names, then
/// variables that begin with <c>INTEGRITYWATCH__</c>. A key that is none of the settings is an error, never ignored.
/// </summary>
internal static class SettingsLoader
{
    /// <summary>Says to an editor what a file may hold.</summary>
    private const string Schema = "$schema";

    /// <summary>Far more than all keys together can need.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    /// <exception cref="CannotCheckException">A file is missing, wrong or writable by others, or a key is unknown.</exception>
    public static Settings Load(string? namedFile) => LoadLayers(namedFile).Values;

    /// <exception cref="CannotCheckException">A file is missing, wrong or writable by others, or a key is unknown.</exception>
    public static LayeredSettings LoadLayers(string? namedFile)
    {
        var layers = new List<SettingsLayer>();
        if (File.Exists(DefaultFiles.Configuration))
            layers.Add(ReadFile(DefaultFiles.Configuration));
        if (namedFile is not null)
            layers.Add(ReadFile(namedFile));
        layers.Add(Checked(new SettingsLayer(null, new ConfigurationBuilder().AddEnvironmentVariables(SettingsLayer.Prefix).Build())));

        var builder = new ConfigurationBuilder();
        layers.ForEach(layer => builder.AddConfiguration(layer.Content));
        var merged = builder.Build();
        var settings = new Settings();
        merged.Bind(settings);
        // A sink that is described wrongly is told by every command, not by the first scan that finds something.
        _ = SinkList.Of(settings);
        return new LayeredSettings(settings, merged, layers);
    }

    private static SettingsLayer ReadFile(string file)
    {
        try
        {
            using var stream = WriteProtection.Open(file, "configuration");
            var content = NamedFile.ReadAll(stream, MostBytes)
                ?? throw new CannotCheckException($"too large for a configuration: {file}", "integritywatch config show prints what one can say");
            return Checked(new SettingsLayer(file, new ConfigurationBuilder().AddJsonStream(new MemoryStream(content)).Build()));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"configuration cannot be read: {file}", "name a readable file with --config", fault);
        }
        // What JSON cannot turn into text, half a pair of UTF-16, is an invalid operation to it.
        catch (Exception fault) when (fault is FormatException or InvalidDataException or InvalidOperationException
            or System.Text.Json.JsonException)
        {
            throw new CannotCheckException($"configuration is wrong: {file}: {Innermost(fault).Message.TrimEnd('.')}",
                "mend it; integritywatch config check says when it is right", fault);
        }
    }

    private static SettingsLayer Checked(SettingsLayer layer)
    {
        Check(layer, layer.Content, SettingKey.All);
        return layer;
    }

    /// <param name="layer">Where it stands.</param>
    /// <param name="section">The whole configuration, or an object in it.</param>
    /// <param name="keys">Those that it may have.</param>
    private static void Check(SettingsLayer layer, IConfiguration section, IReadOnlyList<SettingKey> keys)
    {
        foreach (var child in section.GetChildren())
        {
            if (child.Path == Schema)
                continue;
            var name = layer.Spell(child.Path);
            if (keys.FirstOrDefault(known => known.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is not { } key)
                throw new CannotCheckException($"configuration key is unknown: {name} in {layer.Name}",
                    $"did you mean {layer.Spell(child.Path[..^child.Key.Length] + NearestName.Of(child.Key, keys.Select(known => known.Name)))}");
            if (key.Shape == SettingShape.Secret && layer.File is not null)
                throw new CannotCheckException($"configuration holds a secret: {name} in {layer.Name}",
                    $"put it into a file of its own and name that with {name}File, or into a variable");
            if (!HasShape(child, key))
                throw new CannotCheckException($"configuration key has the wrong shape: {name} in {layer.Name}",
                    $"{name} is {Describe(key.Shape)}");
            if (key.Shape == SettingShape.Objects)
                foreach (var item in child.GetChildren())
                    Check(layer, item, key.Keys);
        }
    }

    private static bool HasShape(IConfigurationSection section, SettingKey key)
    {
        var children = section.GetChildren().ToList();
        return key.Shape switch
        {
            SettingShape.Text or SettingShape.File or SettingShape.Secret => children.Count == 0 && section.Value != "",
            SettingShape.Texts => IsList() && children.TrueForAll(child => child.Value is not null && !child.GetChildren().Any()),
            SettingShape.Objects => IsList() && children.TrueForAll(child => child.Value is null && child.GetChildren().Any()),
        };

        // A list has no value, an empty one an empty value; below it stands what it holds, by numbers.
        bool IsList() => string.IsNullOrEmpty(section.Value) && children.TrueForAll(child => int.TryParse(child.Key, out _));
    }

    private static string Describe(SettingShape shape) => shape switch
    {
        SettingShape.Texts => "a list of texts",
        SettingShape.Objects => "a list of objects",
        SettingShape.Text or SettingShape.File or SettingShape.Secret => "a text",
    };

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;
}
