using System.Text.Json;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>Structured data, as a receiver parsed it: an object for each element.</summary>
internal static class SyslogFields
{
    /// <summary>The number that RFC 5612 sets aside for examples.</summary>
    private const string Element = "integritywatch@32473";

    /// <summary>The parameters of our element, which is the only one.</summary>
    public static IReadOnlyDictionary<string, string> Read(JsonElement data)
    {
        var element = Assert.Single(data.EnumerateObject());
        Assert.Equal(Element, element.Name);
        return element.Value.EnumerateObject().ToDictionary(parameter => parameter.Name, parameter => parameter.Value.GetString()!);
    }
}
