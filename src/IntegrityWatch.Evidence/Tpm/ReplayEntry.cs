using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>What the replay needs of an entry.</summary>
internal readonly ref struct ReplayEntry
{
    public required long Number { get; init; }

    public required long Offset { get; init; }

    public required int Pcr { get; init; }

    public required bool IsViolation { get; init; }

    /// <summary>Of the template <c>ima</c>, which is hashed in a way of its own.</summary>
    public required bool IsLegacy { get; init; }

    /// <summary>The template digest that the list holds.</summary>
    public required ReadOnlySpan<byte> Digest { get; init; }

    /// <summary>Empty where the list is ASCII and the template is not known: what was hashed cannot be put together.</summary>
    public required ReadOnlySpan<byte> Data { get; init; }

    public required ReadOnlySpan<byte> Name { get; init; }

    /// <param name="number">Counted from the list's first entry, wherever reading began.</param>
    /// <param name="offset">From the list's first byte.</param>
    public static ReplayEntry Of(in MeasurementEntry entry, long number, long offset) => new()
    {
        Number = number,
        Offset = offset,
        Pcr = entry.Pcr,
        IsViolation = entry.Kind == MeasurementKind.Violation,
        IsLegacy = Template.IsLegacyName(entry.TemplateName),
        Digest = entry.TemplateDigest,
        Data = entry.TemplateData,
        Name = entry.Name,
    };
}
