using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrityWatch.Detection;

namespace IntegrityWatch.AuditRules;

/// <summary>The names of system calls that auditctl knows, of every architecture with so many bits.</summary>
internal static class SystemCalls
{
    private static readonly Lazy<SystemCallFile> Names = new(Read);

    /// <param name="name">A name or a number.</param>
    /// <param name="arch">b64, b32, or null for either: auditctl then takes the machine's own.</param>
    public static bool Knows(string name, string? arch) => name.All(char.IsAsciiDigit)
        || (arch == "b32" ? Names.Value.B32 : Names.Value.B64).Contains(name);

    private static SystemCallFile Read()
    {
        using var stream = ShippedData.Open("system-calls.json");
        return JsonSerializer.Deserialize(stream, SystemCallJson.Default.SystemCallFile)!;
    }
}

/// <summary>The file <c>policies/system-calls.json</c>.</summary>
internal sealed record SystemCallFile
{
    public required string Source { get; init; }

    public required HashSet<string> B64 { get; init; }

    public required HashSet<string> B32 { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SystemCallFile))]
internal sealed partial class SystemCallJson : JsonSerializerContext;
