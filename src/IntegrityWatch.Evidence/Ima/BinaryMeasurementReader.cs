using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>Reads binary_runtime_measurements. Allocates nothing for an entry.</summary>
internal sealed class BinaryMeasurementReader : IMeasurementReader
{
    private readonly BlockBuffer buffer;
    private readonly ListLayout layout;
    private readonly EntryInterpreter entries = new();

    public BinaryMeasurementReader(BlockBuffer buffer, ListLayout layout)
    {
        this.buffer = buffer;
        this.layout = layout;
    }

    public MeasurementFormat Format => MeasurementFormat.Binary;

    public long Entries => entries.Entries;

    public long BytesRead => buffer.Offset;

    public IReadOnlyDictionary<string, long> Templates => entries.Templates.Counts;

    public long Violations => entries.Violations;

    public long Opaque => entries.Opaque;

    public long Unverified => 0;

    public bool Read(out MeasurementEntry entry)
    {
        entry = default;
        if (!buffer.Has(1))
            return false;

        Need(layout.HeadLength);
        if (!layout.TryReadHead(buffer.Unread, out var pcr, out var nameLength))
            throw ListProblem.Damaged(this, buffer);
        Need(layout.HeadLength + nameLength);
        if (!Interner.IsName(buffer.Unread.Slice(layout.HeadLength, nameLength)))
            throw ListProblem.Damaged(this, buffer);
        var lengthAt = layout.LengthField(buffer.Unread, nameLength);
        Need(lengthAt + sizeof(uint));
        var length = layout.EntryLength(buffer.Unread, nameLength)!.Value;
        Need(length);

        var bytes = buffer.Unread[..(int)length];
        var template = entries.Templates.Find(bytes.Slice(layout.HeadLength, nameLength));
        var data = bytes[(template.IsLegacy ? layout.HeadLength + nameLength : lengthAt + sizeof(uint))..];
        entry = entries.Interpret(
            buffer.Offset, pcr, bytes.Slice(sizeof(uint), layout.DigestWidth), template, data, layout.BigEndian);
        buffer.Skip(bytes.Length);
        return true;
    }

    public void Dispose() => buffer.Dispose();

    private void Need(long count)
    {
        if (!buffer.Has(count))
            throw ListProblem.CutShort(this, buffer);
    }
}
