using System.Buffers;
using System.Buffers.Text;

namespace IntegrityWatch.Delivery.Transports;

/// <summary>How messages are told apart where they follow each other in a stream or a file.</summary>
internal sealed class Framing
{
    /// <summary>A zero byte after each, as Graylog reads GELF from TCP.</summary>
    public static readonly Framing ZeroByte = new(end: 0, "message holds a zero byte, which would end it early");

    /// <summary>A line each.</summary>
    public static readonly Framing Line = new(end: (byte)'\n', "message holds a line break, which would end it early");

    /// <summary>Its length in bytes and a space before each: octet counting (RFC 6587 3.4.1, RFC 5425 4.3).</summary>
    public static readonly Framing OctetCount = new(end: null, objection: null);

    /// <summary>Why a message without a byte goes nowhere: to some receivers it is the end of all.</summary>
    public const string Empty = "message is empty";

    private const int BufferSize = 64 * 1024;
    private const int MostDigits = 10;

    private readonly byte? end;
    private readonly string? objection;

    private Framing(byte? end, string? objection)
    {
        this.end = end;
        this.objection = objection;
    }

    /// <summary>What receivers of that form expect in a stream.</summary>
    public static Framing ForStream(SinkType type) => type switch
    {
        SinkType.Gelf => ZeroByte,
        SinkType.Syslog => OctetCount,
        SinkType.Ecs or SinkType.Cef => Line,
    };

    /// <summary>Sorts out what would arrive as something else: part of it could pass for a message that was never written.</summary>
    public Screened Screen(IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        var carried = new List<ReadOnlyMemory<byte>>(messages.Count);
        string? problem = null;
        foreach (var message in messages)
        {
            if (ObjectionTo(message.Span) is { } why)
                problem ??= why;
            else
                carried.Add(message);
        }
        return new Screened(carried, messages.Count - carried.Count, problem);
    }

    /// <summary>The messages in their frames. Each buffer holds until the next is asked for.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Buffers(IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        var buffer = new ArrayBufferWriter<byte>(BufferSize);
        foreach (var message in messages)
        {
            Append(buffer, message.Span);
            if (buffer.WrittenCount < BufferSize)
                continue;
            yield return buffer.WrittenMemory;
            buffer.ResetWrittenCount();
        }
        if (buffer.WrittenCount > 0)
            yield return buffer.WrittenMemory;
    }

    private void Append(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> message)
    {
        if (end is null)
        {
            Utf8Formatter.TryFormat(message.Length, buffer.GetSpan(MostDigits), out var digits);
            buffer.Advance(digits);
            buffer.Write(" "u8);
        }
        buffer.Write(message);
        if (end is { } last)
            buffer.Write([last]);
    }

    private string? ObjectionTo(ReadOnlySpan<byte> message) =>
        message.IsEmpty ? Empty : end is { } last && message.Contains(last) ? objection : null;
}

/// <summary>Messages parted into those that can be carried and those that never can.</summary>
/// <param name="Messages">Those that can, in their order.</param>
/// <param name="Refused">How many cannot.</param>
/// <param name="Problem">Why the first of those cannot; null where there is none.</param>
internal sealed record Screened(IReadOnlyList<ReadOnlyMemory<byte>> Messages, int Refused, string? Problem)
{
    /// <summary>The outcome where all that can be carried was.</summary>
    public TransportOutcome Taken(string? answer) =>
        new() { Taken = Messages.Count + Refused, Refused = Refused, Problem = Problem, Answer = answer };
}
