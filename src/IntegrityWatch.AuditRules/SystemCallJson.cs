using System.Text.Json.Serialization;

namespace IntegrityWatch.AuditRules;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SystemCallFile))]
internal sealed partial class SystemCallJson : JsonSerializerContext;
