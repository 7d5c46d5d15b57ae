using System.Text;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>What an entry said, kept beyond the next read. Names are Latin-1, so that every byte shows.</summary>
internal sealed record EntryCopy(
    long Number,
    int Pcr,
    string TemplateDigest,
    string TemplateName,
    string TemplateData,
    MeasurementKind Kind,
    string Name,
    string Digest,
    string Signature)
{
    public long Offset { get; init; }

    public bool? IsVerified { get; init; }

    public bool HashVerifies { get; init; }

    public static EntryCopy Of(in MeasurementEntry entry) => new(
        entry.Number,
        entry.Pcr,
        Convert.ToHexStringLower(entry.TemplateDigest),
        entry.TemplateName,
        Convert.ToHexStringLower(entry.TemplateData),
        entry.Kind,
        Encoding.Latin1.GetString(entry.Name),
        $"{entry.DigestAlgorithm}:{Convert.ToHexStringLower(entry.FileDigest)}",
        Convert.ToHexStringLower(entry.Signature))
    {
        Offset = entry.Offset,
        IsVerified = entry.IsVerified,
        HashVerifies = entry.TemplateDigest.Length > 0 && TemplateHash.Verifies(entry),
    };

    /// <summary>
    /// The same entry, whichever form of the list told of it. The byte order of an ASCII list is told by its hashes, and those
    /// of violations and of the template ima cover no length.
    /// </summary>
    public EntryCopy InAnyForm() => this with
    {
        Offset = 0,
        IsVerified = null,
        TemplateData = Kind == MeasurementKind.Violation || TemplateName == "ima" ? "" : TemplateData,
    };

    public static List<EntryCopy> ReadAll(IMeasurementReader reader)
    {
        var entries = new List<EntryCopy>();
        while (reader.Read(out var entry))
            entries.Add(Of(entry));
        return entries;
    }

    public static List<EntryCopy> ReadAll(byte[] list, string? fileName = null)
    {
        using var reader = Some.Reader(list, fileName);
        return ReadAll(reader);
    }

    /// <summary>The entries before the problem, and the problem.</summary>
    public static (List<EntryCopy> Entries, CannotCheckException? Problem) ReadUntilProblem(byte[] list, string? fileName = null)
    {
        var entries = new List<EntryCopy>();
        try
        {
            using var reader = Some.Reader(list, fileName);
            while (reader.Read(out var entry))
                entries.Add(Of(entry));
            return (entries, null);
        }
        catch (CannotCheckException problem)
        {
            return (entries, problem);
        }
    }
}
