using System.Text.Json.Serialization;

namespace IntegrityWatch.Fleet.Reports;

/// <summary>How rows are written and read, made when the program is built.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoreRow))]
internal sealed partial class StoreRowJson : JsonSerializerContext;
