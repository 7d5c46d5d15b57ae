using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace IntegrityWatch.Evidence.Audit;

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
