using Microsoft.Extensions.Configuration;

namespace IntegrityWatch.Configuration;

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
