using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using Microsoft.Extensions.Configuration;

namespace IntegrityWatch.Configuration;

/// <summary>
/// Layers the configuration: built in, then the default file where it exists, then the file that <c>--config</c> names, then
/// variables that begin with <c>INTEGRITYWATCH__</c>. A key that is none of the settings is an error, never ignored.
/// </summary>
internal static class SettingsLoader
{
    private const string Prefix = "INTEGRITYWATCH__";
    private const string Environment = "the environment";

    /// <summary>Says to an editor what a file may hold.</summary>
    private const string Schema = "$schema";

    /// <exception cref="CannotCheckException">A file is missing or wrong, or a key is unknown.</exception>
    public static Settings Load(string? namedFile)
    {
        var layers = new ConfigurationBuilder();
        if (File.Exists(Places.Configuration))
            layers.AddConfiguration(ReadFile(Places.Configuration));
        if (namedFile is not null)
            layers.AddConfiguration(ReadFile(namedFile));
        var variables = new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build();
        Check(variables, SettingKey.All, Environment, key => Prefix + key.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal));
        layers.AddConfiguration(variables);

        var settings = new Settings();
        layers.Build().Bind(settings);
        // A sink that is described wrongly is told by every command, not by the first scan that finds something.
        _ = SinkReader.Read(settings);
        return settings;
    }

    private static IConfigurationRoot ReadFile(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            WriteProtection.Check(stream.SafeFileHandle, file, "configuration");
            var layer = new ConfigurationBuilder().AddJsonStream(stream).Build();
            Check(layer, SettingKey.All, file, key => key);
            return layer;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"configuration cannot be read: {file}", "name a readable file with --config", fault);
        }
        // What JSON cannot turn into text, half a pair of UTF-16, is an invalid operation to it.
        catch (Exception fault) when (fault is FormatException or InvalidDataException or InvalidOperationException
            or System.Text.Json.JsonException)
        {
            throw new CannotCheckException($"configuration is wrong: {file}: {Innermost(fault).Message.TrimEnd('.')}", null, fault);
        }
    }

    /// <param name="section">The whole configuration, or an object in it.</param>
    /// <param name="keys">Those that it may have.</param>
    /// <param name="source">Where it stands.</param>
    /// <param name="show">How a key is written there.</param>
    private static void Check(IConfiguration section, IReadOnlyList<SettingKey> keys, string source, Func<string, string> show)
    {
        foreach (var child in section.GetChildren())
        {
            if (child.Path == Schema)
                continue;
            if (keys.FirstOrDefault(known => known.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is not { } key)
                throw new CannotCheckException($"configuration key is unknown: {show(child.Path)} in {source}",
                    $"did you mean {show(child.Path[..^child.Key.Length] + NearestName.Of(child.Key, keys.Select(known => known.Name)))}");
            if (key.Shape == SettingShape.Secret && source != Environment)
                throw new CannotCheckException($"configuration holds a secret: {show(child.Path)} in {source}",
                    $"put it into a file of its own and name that with {show(child.Path + "File")}, or into a variable");
            if (!HasShape(child, key))
                throw new CannotCheckException($"configuration key has the wrong shape: {show(child.Path)} in {source}",
                    $"{show(child.Path)} is {Describe(key.Shape)}");
            if (key.Shape == SettingShape.Objects)
                foreach (var item in child.GetChildren())
                    Check(item, key.Keys, source, show);
        }
    }

    private static bool HasShape(IConfigurationSection section, SettingKey key)
    {
        var children = section.GetChildren().ToList();
        return key.Shape switch
        {
            SettingShape.Text or SettingShape.Secret => children.Count == 0 && section.Value != "",
            // A list has no value, an empty one an empty value; below it stands what it holds, by numbers.
            _ when !string.IsNullOrEmpty(section.Value) || !children.TrueForAll(child => int.TryParse(child.Key, out _)) => false,
            SettingShape.Texts => children.TrueForAll(child => child.Value is not null && !child.GetChildren().Any()),
            _ => children.TrueForAll(child => child.Value is null && child.GetChildren().Any()),
        };
    }

    private static string Describe(SettingShape shape) => shape switch
    {
        SettingShape.Texts => "a list of texts",
        SettingShape.Objects => "a list of objects",
        _ => "a text",
    };

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;
}
