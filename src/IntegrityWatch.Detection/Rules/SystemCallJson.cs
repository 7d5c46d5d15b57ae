using System.Text.Json.Serialization;

namespace IntegrityWatch.Detection.Rules;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SystemCallFile))]
internal sealed partial class SystemCallJson : JsonSerializerContext;
