using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Fleet.Reports;

/// <summary>A finding, as it was when it was found, happened again or became worse.</summary>
internal sealed record FindingRow : StoreRow
{
    private const int MostOfMessage = 8192;

    /// <summary>As many bytes as the store keeps of a finding's object: no finding is nearly so large.</summary>
    private const int MostOfDocument = 256 * 1024;

    public required string Id { get; init; }

    /// <summary>By the host's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    public required short Severity { get; init; }

    public required byte[] Path { get; init; }

    public string? Algorithm { get; init; }

    public byte[]? Digest { get; init; }

    public required string Message { get; init; }

    /// <summary>Its object in the JSON report.</summary>
    public required string Document { get; init; }

    public override bool Fits =>
        Path.Length <= HostPath.MostBytes && Algorithm is null or { Length: <= Columns.Algorithm } && Digest is null or { Length: <= Columns.Digest };

    /// <param name="finding">Which.</param>
    /// <param name="document">Its object in the JSON report: UTF-8.</param>
    /// <param name="now">When it is told of.</param>
    public static FindingRow Of(Finding finding, byte[] document, DateTimeOffset now) => new()
    {
        Id = finding.Id,
        At = finding.FoundAt ?? now,
        Kind = finding.Kind.Name(),
        Severity = (short)finding.Severity,
        Path = finding.Path.Bytes.ToArray(),
        Algorithm = finding.Digest?.Algorithm,
        Digest = finding.Digest?.Value,
        Message = StoreText.Of(finding.Sentence, MostOfMessage)!,
        Document = document.Length <= MostOfDocument ? Encoding.UTF8.GetString(document) : "{}",
    };
}
