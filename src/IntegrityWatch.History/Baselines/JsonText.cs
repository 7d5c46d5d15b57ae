using System.Text.Json;

namespace IntegrityWatch.History.Baselines;

/// <summary>Strings of files that others wrote.</summary>
internal static class JsonText
{
    /// <summary>JSON's null is no text, and <see cref="JsonElement.GetString"/> takes it for one.</summary>
    /// <exception cref="FormatException">It is null.</exception>
    /// <exception cref="InvalidOperationException">It is neither a string nor null.</exception>
    public static string GetText(this JsonElement json) => json.GetString() ?? throw new FormatException("null stands where text must");
}
