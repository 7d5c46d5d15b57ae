using System.Buffers.Binary;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>
/// Valid measurement lists that end too early: what is read is what the whole list begins with. The input says where: which list, a
/// byte, and how much of it, a big-endian number of three bytes.
/// </summary>
internal sealed class CutListTarget(IReadOnlyList<byte[]> lists) : IFuzzTarget
{
    private readonly List<List<int>> wholes = [.. lists.Select(Read)];

    public string Name => "cut-list";

    public string Group => "list";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. Enumerable.Range(0, lists.Count).Select(list => new byte[] { (byte)list, 0, 4, 0 })];

    public IReadOnlyList<string> Words => [];

    public void Run(byte[] input)
    {
        var place = new byte[sizeof(uint)];
        input.AsSpan(0, Math.Min(input.Length, place.Length)).CopyTo(place);
        var which = place[0] % lists.Count;
        place[0] = 0;
        var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(place) % (lists[which].Length + 1));
        var entries = Read(lists[which][..length]);
        BrokenPromiseException.Unless(
            entries.SequenceEqual(wholes[which].Take(entries.Count)),
            "the entries of a list cut short are those that the whole list begins with");
    }

    /// <summary>A hash of each entry, up to the first that the list does not vouch for, or the end.</summary>
    private static List<int> Read(byte[] list)
    {
        var entries = new List<int>();
        try
        {
            using var reader = MeasurementList.Open("list", new MemoryStream(list), fileNameHint: null);
            while (reader.Read(out var entry) && entry.IsVerified != false)
                entries.Add(Hash(entry));
        }
        catch (CannotCheckException)
        {
            // Cut short, as was wanted.
        }
        return entries;
    }

    private static int Hash(in MeasurementEntry entry)
    {
        var hash = new HashCode();
        hash.Add((entry.Number, entry.Offset, entry.Pcr, entry.TemplateName, entry.Kind, entry.DigestAlgorithm));
        hash.AddBytes(entry.TemplateDigest);
        hash.AddBytes(entry.TemplateData);
        hash.AddBytes(entry.Name);
        hash.AddBytes(entry.FileDigest);
        hash.AddBytes(entry.Signature);
        return hash.ToHashCode();
    }
}
