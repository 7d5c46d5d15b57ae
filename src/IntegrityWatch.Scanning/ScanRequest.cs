using IntegrityWatch.Delivery;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History;

namespace IntegrityWatch.Scanning;

/// <summary>What a scan or a capture looks at, and how it judges. Whoever makes it disposes of its root.</summary>
public sealed record ScanRequest
{
    public required ToolInfo Tool { get; init; }

    /// <summary>The root and its evidence. The policy's keys are added to it.</summary>
    public required EvidenceRequest Evidence { get; init; }

    public required Policy Policy { get; init; }

    /// <summary>The history's file; one is begun where there is none.</summary>
    public required string Database { get; init; }

    /// <summary>True where no file on disk is hashed.</summary>
    public bool WithoutDisk { get; init; }

    /// <summary>For whom the report is: what is new to one is not new to another. Empty for who names none.</summary>
    public string Consumer { get; init; } = ToldFile.Everybody;

    /// <summary>Who is told of a scan.</summary>
    public IReadOnlyList<Sink> Sinks { get; init; } = [];

    /// <summary>The clock of this run.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How long to wait for another run that holds the history.</summary>
    public required TimeSpan Timeout { get; init; }

    public required IVoice Voice { get; init; }

    /// <summary>True where what was read and sent is told, too.</summary>
    public bool IsVerbose { get; init; }

    public CancellationToken Interrupted { get; init; }

    /// <summary>Where files can be hashed; null where the disk is left out.</summary>
    internal EvidenceRoot? Disk => WithoutDisk ? null : Evidence.Root;
}
