using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// Reads a log's lines with the heads of their records. While those of one batch are looked at, another thread reads the next batch: half
/// of the work on a log is done before any record of it is of interest. A log of one batch needs no thread.
/// </summary>
internal sealed class AuditRecordReader
{
    private readonly AuditLineReader lines;
    private AuditBatch batch = new();
    private AuditBatch? spare;
    private Task? ahead;
    private int next;
    private bool isOver;

    /// <param name="lines">Read to its end, and by no other reader meanwhile.</param>
    public AuditRecordReader(AuditLineReader lines)
    {
        this.lines = lines;
        (LineNumber, Offset) = (lines.LineNumber, lines.Offset);
    }

    /// <summary>The number of the line read last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Where in the file the line after the one read last begins, in bytes.</summary>
    public long Offset { get; private set; }

    /// <inheritdoc cref="AuditLineReader.End"/>
    /// <remarks>Only to be asked at the end.</remarks>
    public long End => lines.End;

    /// <inheritdoc cref="AuditLineReader.EndsIncomplete"/>
    /// <remarks>Only to be asked at the end.</remarks>
    public bool EndsIncomplete => lines.EndsIncomplete;

    /// <inheritdoc cref="AuditLineReader.EndedWithinLine"/>
    /// <remarks>Only to be asked at the end.</remarks>
    public bool EndedWithinLine => lines.EndedWithinLine;

    /// <inheritdoc cref="AuditLineReader.Incomplete"/>
    public ReadOnlySpan<byte> Incomplete => lines.Incomplete;

    /// <summary>What the line read last is.</summary>
    public AuditLineState State { get; private set; }

    /// <summary>The next line; good until the one after it is read. False at the end.</summary>
    /// <param name="line">Without its newline; empty for one that is too long.</param>
    /// <param name="record">Of a line that is one.</param>
    /// <exception cref="IOException">Reading failed behind the line read last.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line, out AuditRecord record)
    {
        line = default;
        record = default;
        while (next == batch.Count)
            if (isOver || !TryLoad())
                return false;
        ref readonly var read = ref batch[next++];
        LineNumber++;
        Offset = read.End;
        State = read.State;
        line = batch.BytesOf(read);
        if (read.State == AuditLineState.Record)
            record = read.RecordOf(line);
        return true;
    }

    private bool TryLoad()
    {
        if (batch.Fault is { } fault)
            fault.Throw();
        if (ahead is null)
            batch.Fill(lines);
        else
        {
            ahead.GetAwaiter().GetResult();
            (batch, spare) = (spare!, batch);
        }
        next = 0;
        isOver = !batch.IsFull && batch.Fault is null;
        if (batch.IsFull)
        {
            var filling = spare ??= new AuditBatch();
            ahead = Task.Run(() => filling.Fill(lines));
        }
        return true;
    }
}
