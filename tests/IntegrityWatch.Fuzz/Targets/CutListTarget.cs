using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Valid measurement lists that end too early: what is read is what the whole list begins with.</summary>
internal sealed class CutListTarget(IReadOnlyList<byte[]> lists) : IFuzzTarget
{
    private readonly List<(byte[] List, List<int> Entries)> wholes = [.. lists.Select(list => (list, Read(list)))];

    public string Name => "cut-list";

    public byte[] Make(Random random)
    {
        var list = lists[random.Next(lists.Count)];
        return list[..random.Next(list.Length + 1)];
    }

    public void Run(byte[] input)
    {
        var begun = wholes.Where(whole => whole.List.AsSpan().StartsWith(input)).ToList();
        BrokenPromiseException.Unless(begun.Count > 0, "the input is the beginning of a captured list");
        var entries = Read(input);
        BrokenPromiseException.Unless(
            begun.Exists(whole => entries.SequenceEqual(whole.Entries.Take(entries.Count))),
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
