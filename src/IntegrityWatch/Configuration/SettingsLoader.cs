using IntegrityWatch.Evidence;
using Microsoft.Extensions.Configuration;

namespace IntegrityWatch.Configuration;

/// <summary>
/// Layers the configuration: built in, then the default file where it exists, then the file that <c>--config</c> names, then
/// variables that begin with <c>INTEGRITYWATCH__</c>. A key that is none of the settings is an error, never ignored.
/// </summary>
internal static class SettingsLoader
{
    private const string Prefix = "INTEGRITYWATCH__";

    private static readonly string[] Keys = ["database", "policies"];
    private static readonly string[] Lists = ["policies"];

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
        Check(variables, "the environment", key => Prefix + key.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal));
        layers.AddConfiguration(variables);

        var settings = new Settings();
        layers.Build().Bind(settings);
        return settings;
    }

    private static IConfigurationRoot ReadFile(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var layer = new ConfigurationBuilder().AddJsonStream(stream).Build();
            Check(layer, file, key => key);
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

    private static void Check(IConfigurationRoot layer, string source, Func<string, string> show)
    {
        foreach (var (key, value) in layer.AsEnumerable())
        {
            var name = key.Split(':')[0];
            if (name == Schema)
                continue;
            if (!Keys.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new CannotCheckException($"configuration key is unknown: {show(name)} in {source}",
                    $"did you mean {show(NearestName.Of(name, Keys))}");
            var isList = Lists.Contains(name, StringComparer.OrdinalIgnoreCase);
            var depth = key.Count(letter => letter == ':');
            if (isList ? !IsOfList(depth, value, key[name.Length..]) : !IsText(depth, value))
                throw new CannotCheckException($"configuration key has the wrong shape: {show(name)} in {source}",
                    isList ? $"{show(name)} is a list of texts" : $"{show(name)} is a text");
        }
    }

    /// <summary>The list itself has no value, an empty one an empty value; below it stand texts by their numbers.</summary>
    private static bool IsOfList(int depth, string? value, string place) =>
        depth == 0 ? string.IsNullOrEmpty(value) : depth == 1 && value is not null && int.TryParse(place[1..], out _);

    private static bool IsText(int depth, string? value) => depth == 0 && value != "";

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;
}
