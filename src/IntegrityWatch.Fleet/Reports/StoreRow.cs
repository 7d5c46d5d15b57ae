using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrityWatch.Fleet.Reports;

/// <summary>What a host tells the store of one thing: as it waits in the outbox, in JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "row")]
[JsonDerivedType(typeof(ScanRow), "scan")]
[JsonDerivedType(typeof(FindingRow), "finding")]
[JsonDerivedType(typeof(ObservationRow), "observation")]
[JsonDerivedType(typeof(ElsewhereRow), "elsewhere")]
[JsonDerivedType(typeof(GenerationRow), "generation")]
[JsonDerivedType(typeof(TestRow), "test")]
internal abstract record StoreRow
{
    /// <summary>False where no table of the store takes it, as its values have no such length: evidence is hostile.</summary>
    [JsonIgnore]
    public abstract bool Fits { get; }

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, StoreRowJson.Default.StoreRow);

    /// <summary>Null for what is no such row.</summary>
    public static StoreRow? Decode(ReadOnlyMemory<byte> message)
    {
        try
        {
            return JsonSerializer.Deserialize(message.Span, StoreRowJson.Default.StoreRow);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>How rows are written and read, made when the program is built.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoreRow))]
internal sealed partial class StoreRowJson : JsonSerializerContext;

/// <summary>Nothing: asks whether the store lets this host in and has the tables that rows go to.</summary>
internal sealed record TestRow : StoreRow
{
    public override bool Fits => true;
}
