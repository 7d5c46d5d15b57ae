namespace IntegrityWatch.Reporting.Json;

/// <summary>What <c>config show</c> has to say, for machines.</summary>
public static class SettingsJson
{
    public static void Write(Stream output, ToolInfo tool, IEnumerable<EffectiveSetting> settings) => JsonDocuments.Write(output, json =>
    {
        JsonDocuments.WriteTool(json, tool);
        json.WriteStartArray("settings");
        foreach (var setting in settings)
        {
            json.WriteStartObject();
            json.WriteString("key", setting.Key);
            json.WriteString("value", setting.Value);
            json.WriteString("source", setting.Source);
            json.WriteString("description", setting.Description);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
