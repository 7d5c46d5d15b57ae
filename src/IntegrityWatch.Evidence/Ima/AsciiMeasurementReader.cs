using System.Buffers;
using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// Reads ascii_runtime_measurements. The kernel writes names into it raw, so a file whose name holds a newline makes several
/// lines of one entry, and any of them can look like an entry of its own. The template hashes tell the truth: a line that does
/// not verify is joined with those after it until it does. What verifies with no number of lines is returned as unverified.
/// </summary>
internal sealed class AsciiMeasurementReader : IMeasurementReader
{
    /// <summary>PATH_MAX, and some for what the kernel puts around a path.</summary>
    private const int LongestName = 4096 + 256;

    // Bytes spent on joining, beyond the list's own length: as many as some names of thousands of newlines need. Whoever makes
    // more of those gets unverified entries, not a checker that hangs.
    private const long JoinBudget = 64L << 20;

    private readonly BlockBuffer buffer;
    private readonly EntryInterpreter entries = new();
    private readonly TemplateDataBuilder builder = new();
    private readonly byte[] digest;
    private bool? bigEndian;
    private long joined;
    private long doubtfulUntil;
    private int length;

    public AsciiMeasurementReader(BlockBuffer buffer, int digestWidth)
    {
        this.buffer = buffer;
        digest = new byte[digestWidth];
    }

    public MeasurementFormat Format => MeasurementFormat.Ascii;

    public long Entries => entries.Entries;

    public long BytesRead => buffer.Offset;

    public IReadOnlyDictionary<string, long> Templates => entries.Templates.Counts;

    public long Violations => entries.Violations;

    public long Opaque => entries.Opaque;

    public long Unverified => entries.Unverified;

    public bool Read(out MeasurementEntry entry)
    {
        entry = default;
        if (!buffer.Has(1))
            return false;

        var isWhole = FindLineEnd(0);
        entry = TryParseHead(out var pcr, out var template, out var headLength)
            ? ReadEntry(pcr, template, headLength, isWhole)
            : ReadStray(isWhole);
        buffer.Skip(Math.Min(length + 1, buffer.Unread.Length));
        return true;
    }

    public void Dispose() => buffer.Dispose();

    private MeasurementEntry ReadEntry(int pcr, Template template, int headLength, bool isWhole)
    {
        var firstLength = length;
        var isViolation = EntryInterpreter.IsViolation(digest);
        if (template.IsKnown && !isViolation)
        {
            do
            {
                if (Verifies(template, buffer.Unread[headLength..length]))
                    return Interpret(pcr, template, isVerified: buffer.Offset >= doubtfulUntil);
            }
            while (isWhole && TryJoinLine(firstLength, out isWhole));
        }
        if (!isWhole)
            throw ListProblem.CutShort(this, buffer);

        length = firstLength;
        // What nobody here can put together may be as the kernel wrote it.
        var isCheckable = template.IsKnown && !isViolation;
        if (isCheckable)
            doubtfulUntil = buffer.Offset + length + LongestName;
        else if (!isViolation)
            JoinRestOfName(firstLength);
        builder.TryBuild(template, buffer.Unread[headLength..length], bigEndian ?? false);
        return Interpret(pcr, template, isCheckable ? false : null);
    }

    private MeasurementEntry ReadStray(bool isWhole) =>
        isWhole ? entries.Stray(buffer.Offset, buffer.Unread[..length]) : throw ListProblem.CutShort(this, buffer);

    private MeasurementEntry Interpret(int pcr, Template template, bool? isVerified) =>
        entries.Interpret(buffer.Offset, pcr, digest, template, builder.Data, bigEndian ?? false, isVerified);

    private bool TryParseHead(out int pcr, out Template template, out int headLength)
    {
        (pcr, template, headLength) = (0, Template.None, 0);
        if (!AsciiHead.TryParse(buffer.Unread[..length], out var head)
            || head.HexDigest.Length != digest.Length * 2
            || Convert.FromHexString(head.HexDigest, digest, out _, out _) != OperationStatus.Done)
        {
            return false;
        }
        (pcr, template, headLength) = (head.Pcr, entries.Templates.Find(head.TemplateName), head.Length);
        return true;
    }

    private bool Verifies(Template template, ReadOnlySpan<byte> fields) =>
        VerifiesIn(bigEndian ?? false, template, fields) || bigEndian is null && VerifiesIn(true, template, fields);

    private bool VerifiesIn(bool order, Template template, ReadOnlySpan<byte> fields)
    {
        if (!builder.TryBuild(template, fields, order) || !TemplateHash.Verifies(template.IsLegacy, builder.Data, digest))
            return false;
        if (!template.IsLegacy)
            bigEndian = order;
        return true;
    }

    /// <summary>A newline in a name makes lines that are no entries; no hash here says where such a name ends.</summary>
    private void JoinRestOfName(int firstLength)
    {
        for (var end = length; TryJoinLine(firstLength, out var isWhole); end = length)
            if (!isWhole || AsciiHead.TryParse(buffer.Unread[(end + 1)..length], out _))
            {
                length = end;
                return;
            }
    }

    /// <summary>Takes one more line into the entry.</summary>
    private bool TryJoinLine(int firstLength, out bool isWhole)
    {
        isWhole = true;
        if (length - firstLength > LongestName
            || joined > JoinBudget + buffer.Offset
            || !buffer.Has(length + 2))
        {
            return false;
        }
        isWhole = FindLineEnd(length + 1);
        joined += length;
        return true;
    }

    /// <summary>Sets the length to the next newline, or to the end of the list and returns false.</summary>
    private bool FindLineEnd(int searchFrom)
    {
        do
        {
            var end = buffer.Unread[searchFrom..].IndexOf((byte)'\n');
            length = end < 0 ? buffer.Unread.Length : searchFrom + end;
            if (end >= 0)
                return true;
            searchFrom = length;
        }
        while (buffer.Fill());
        return false;
    }
}
