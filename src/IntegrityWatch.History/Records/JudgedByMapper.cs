namespace IntegrityWatch.History.Records;

/// <summary>There is one such document.</summary>
internal sealed class JudgedByMapper() : RecordMapper<JudgedBy>(Collections.JudgedBy)
{
    public static readonly RecordKey Key = RecordKey.Of(1);

    public override RecordKey KeyOf(JudgedBy record) => Key;

    protected override JudgedBy Map(DocumentMap map, JudgedBy? policy) =>
        new(map.Text("print", policy?.Fingerprint), map.Bytes("terms", policy?.Terms));
}
