using System.Buffers.Text;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// How many records the kernel dropped for want of room, as far as the log tells: <c>audit_lost=N</c> in the kernel's own log
/// counts since boot; the CONFIG_CHANGE record <c>op=set lost=0 old=N</c> sets that count back.
/// </summary>
internal sealed class LostRecords
{
    private long before;
    private long sinceReset;

    /// <param name="known">The kernel's count as it was read before.</param>
    public LostRecords(long known = 0)
    {
        before = -known;
        sinceReset = known;
    }

    /// <summary>Those that were not known.</summary>
    public long Count => before + sinceReset;

    /// <summary>The kernel's count as it was read last.</summary>
    public long Known => sinceReset;

    /// <summary>False where the line is not the kernel's word of lost records.</summary>
    public bool TryTakeLine(ReadOnlySpan<byte> line)
    {
        line = AuditLinePrefix.Skip(line);
        if (!line.StartsWith("audit_lost="u8) || !Utf8Parser.TryParse(line[11..], out uint count, out _))
            return false;
        if (count < sinceReset)
            before += sinceReset;
        sinceReset = count;
        return true;
    }

    public void TakeConfigChange(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("lost="u8) < 0)
            return;
        uint? old = null;
        var isReset = false;
        foreach (var field in new AuditFields(body))
        {
            if (field.Is("lost"u8)) isReset = true;
            else if (field.Is("old"u8)) old ??= field.ToUInt32();
        }
        if (!isReset || old is not { } count)
            return;
        before += Math.Max(count, sinceReset);
        sinceReset = 0;
    }
}
