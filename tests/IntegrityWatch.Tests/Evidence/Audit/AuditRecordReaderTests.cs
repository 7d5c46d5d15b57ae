using System.Text;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class AuditRecordReaderTests
{
    /// <summary>More than one batch holds, by their number and by their length.</summary>
    private static readonly string Log = string.Concat(Enumerable.Range(1, 40_000).Select(number =>
        number % 10_000 == 0 ? $"{new string('x', AuditLineReader.MaxLine + number)}\n"
        : number % 7 == 0 ? "no record\n"
        : number % 5 == 0 ? "\n"
        : $"node=web{number % 3} type=SYSCALL msg=audit(17{number:D8}.123:{number}): pid={number} exe=\"/bin/{new string('y', number % 90)}\"\n"));

    [Fact]
    public void Batches_that_another_thread_reads_hold_the_same_records_in_the_same_order()
    {
        var bytes = Encoding.ASCII.GetBytes(Log + "type=SYSC");
        var expected = new AuditLineReader(new MemoryStream(bytes));
        var reader = new AuditRecordReader(new AuditLineReader(new MemoryStream(bytes)));

        while (expected.TryRead(out var line, out var tooLong))
        {
            Assert.True(reader.TryRead(out var read, out var record));
            Assert.Equal((expected.LineNumber, expected.Offset), (reader.LineNumber, reader.Offset));
            Assert.Equal(line, read);
            var isRecord = AuditRecord.TryParse(line, out var parsed);
            Assert.Equal(tooLong ? AuditLineState.TooLong : isRecord ? AuditLineState.Record : AuditLineState.NoRecord, reader.State);
            Assert.Equal((parsed.Type, parsed.Milliseconds, parsed.Serial), (record.Type, record.Milliseconds, record.Serial));
            Assert.Equal(parsed.Node, record.Node);
            Assert.Equal(parsed.Body, record.Body);
        }

        Assert.False(reader.TryRead(out _, out _));
        Assert.Equal((40_000, true, bytes.Length), (reader.LineNumber, reader.EndsIncomplete, reader.End));
        Assert.Equal("type=SYSC"u8, reader.Incomplete);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public void What_was_read_before_reading_failed_is_told_first(int good)
    {
        var whole = Encoding.ASCII.GetBytes(Log)[..good];
        var reader = new AuditRecordReader(new AuditLineReader(new BrokenStream(whole)));

        Assert.Throws<IOException>(() =>
        {
            while (reader.TryRead(out _, out _))
            {
                // On to where it fails.
            }
        });
        Assert.Equal(whole.Count((byte)'\n'), reader.LineNumber);
    }
}
