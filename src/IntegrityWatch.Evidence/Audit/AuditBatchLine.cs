namespace IntegrityWatch.Evidence.Audit;

/// <summary>A line of a batch: where it lies, and the head of its record.</summary>
/// <param name="Start">In the batch's bytes.</param>
/// <param name="Length">In bytes, without the newline; 0 where the line is too long.</param>
/// <param name="End">Where in the file the next line begins.</param>
/// <param name="State">What it is.</param>
internal readonly record struct AuditBatchLine(int Start, int Length, long End, AuditLineState State)
{
    private (int Start, int Length) Node { get; init; }

    private int BodyLength { get; init; }

    private AuditRecordType Type { get; init; }

    private long Milliseconds { get; init; }

    private uint Serial { get; init; }

    public static AuditBatchLine TooLong(int start, long end) => new(start, 0, end, AuditLineState.TooLong);

    public static AuditBatchLine Of(ReadOnlySpan<byte> line, int start, long end)
    {
        if (!AuditRecord.TryParse(line, out var record))
            return new AuditBatchLine(start, line.Length, end, AuditLineState.NoRecord);
        line.Overlaps(record.Node, out var node);
        return new AuditBatchLine(start, line.Length, end, AuditLineState.Record)
        {
            Node = (node, record.Node.Length),
            // The body is the rest of the line.
            BodyLength = record.Body.Length,
            Type = record.Type,
            Milliseconds = record.Milliseconds,
            Serial = record.Serial,
        };
    }

    /// <summary>The record, of a line that is one.</summary>
    /// <param name="line">Its bytes.</param>
    public AuditRecord RecordOf(ReadOnlySpan<byte> line) =>
        new(line, line.Slice(Node.Start, Node.Length), Type, Milliseconds, Serial, line[^BodyLength..]);
}
