using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>Some lines of a log, copied, with the heads of their records. Used again for later lines.</summary>
internal sealed class AuditBatch
{
    /// <summary>In bytes of lines, to which the last one comes.</summary>
    private const int Size = 512 * 1024;

    private const int MostLines = 16 * 1024;

    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(Size + AuditLineReader.MaxLine);
    private readonly List<AuditBatchLine> lines = [];

    public int Count => lines.Count;

    /// <summary>True where more may follow.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Why reading ended behind these lines; null where it did not fail.</summary>
    public ExceptionDispatchInfo? Fault { get; private set; }

    public ref readonly AuditBatchLine this[int index] => ref CollectionsMarshal.AsSpan(lines)[index];

    /// <summary>Empty for a line that is too long.</summary>
    public ReadOnlySpan<byte> BytesOf(in AuditBatchLine line) => bytes.AsSpan(line.Start, line.Length);

    /// <summary>Takes the next lines in the place of those that it held.</summary>
    public void Fill(AuditLineReader reader)
    {
        lines.Clear();
        IsFull = false;
        var used = 0;
        try
        {
            while (reader.TryRead(out var line, out var tooLong))
            {
                // A power failure leaves zero bytes where the file had grown, and what was written afterwards stands behind them.
                line = line.TrimStart((byte)0);
                line.CopyTo(bytes.AsSpan(used));
                lines.Add(tooLong ? AuditBatchLine.TooLong(used, reader.Offset) : AuditBatchLine.Of(line, used, reader.Offset));
                used += line.Length;
                if (used >= Size || lines.Count >= MostLines)
                {
                    IsFull = true;
                    return;
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Fault = ExceptionDispatchInfo.Capture(fault);
        }
    }
}

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

/// <summary>What a line of a log is.</summary>
internal enum AuditLineState
{
    Record,
    NoRecord,

    /// <summary>It was passed over.</summary>
    TooLong,
}
