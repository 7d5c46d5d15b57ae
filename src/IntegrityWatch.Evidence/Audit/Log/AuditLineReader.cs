namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// Cuts a stream into lines without copying them. A line longer than <see cref="MaxLine"/> is passed over and never held whole.
/// </summary>
public sealed class AuditLineReader
{
    /// <summary>In bytes. auditd writes at most 8,970 and the names that it appends.</summary>
    public const int MaxLine = 64 * 1024;

    private readonly Stream stream;
    private readonly bool isComplete;
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(1024 * 1024);

    /// <summary>Where in the file the buffer begins.</summary>
    private long origin;

    private int start;
    private int scanned;
    private int end;
    private bool skipping;

    /// <param name="stream">Read from where it stands.</param>
    /// <param name="offset">Where in the file that is: the beginning of a line.</param>
    /// <param name="lineNumber">How many lines come before it.</param>
    /// <param name="isComplete">True where nothing can follow what is there: then a last line without a newline is a line.</param>
    public AuditLineReader(Stream stream, long offset = 0, long lineNumber = 0, bool isComplete = false)
    {
        this.stream = stream;
        this.isComplete = isComplete;
        origin = Offset = offset;
        LineNumber = lineNumber;
    }

    /// <summary>How many newlines have been passed: the number of the line read last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Where in the file the line after the one read last begins, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>How far the file has been read, in bytes: at its end, where what <see cref="EndsIncomplete"/> tells of ends.</summary>
    public long End => origin + end;

    /// <summary>
    /// True once the stream has ended without a newline: its last line, <see cref="Incomplete"/>, may still be being written.
    /// </summary>
    public bool EndsIncomplete => start < end || skipping;

    /// <summary>True once the line read last was one without a newline.</summary>
    public bool EndedWithinLine { get; private set; }

    /// <summary>What follows the last newline, as far as it was held; only to be asked at the end of the stream.</summary>
    public ReadOnlySpan<byte> Incomplete => buffer.AsSpan(start, end - start);

    /// <summary>
    /// Reads the next line, without its newline. The span is good until the next call. At the end of the stream the answer is
    /// false; a last line without a newline is returned where nothing can follow it.
    /// </summary>
    /// <param name="line">Empty for a line that <paramref name="tooLong"/> tells of.</param>
    /// <param name="tooLong">True where the line is longer than <see cref="MaxLine"/>.</param>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool tooLong)
    {
        while (true)
        {
            var found = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = buffer.AsSpan(start, scanned + found - start);
                start = scanned = scanned + found + 1;
                Offset = origin + start;
                LineNumber++;
                tooLong = skipping || line.Length > MaxLine;
                skipping = false;
                if (tooLong)
                    line = default;
                return true;
            }
            scanned = end;
            if (end - start > MaxLine)
            {
                skipping = true;
                origin += end;
                start = scanned = end = 0;
            }
            if (!Fill())
            {
                if (isComplete && EndsIncomplete)
                {
                    tooLong = skipping;
                    line = tooLong ? default : buffer.AsSpan(start, end - start);
                    start = scanned = end;
                    skipping = false;
                    Offset = origin + end;
                    LineNumber++;
                    EndedWithinLine = true;
                    return true;
                }
                line = default;
                tooLong = false;
                return false;
            }
        }
    }

    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            origin += start;
            scanned -= start;
            end -= start;
            start = 0;
        }
        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }
}
