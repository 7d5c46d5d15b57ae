using System.Text.Json.Serialization;

namespace IntegrityWatch.Detection.Attack;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TechniqueFile))]
internal sealed partial class TechniqueJson : JsonSerializerContext;
