using IntegrityWatch.Detection;

namespace IntegrityWatch.Fleet.Answers;

/// <summary>What is open in the fleet.</summary>
/// <param name="Open">The worst first, then the latest.</param>
/// <param name="LeftOut">How many more there are.</param>
/// <param name="Worst">The worst of all, also of those left out; info where nothing is open.</param>
public sealed record FleetFindings(IReadOnlyList<FleetFinding> Open, long LeftOut, Severity Worst)
{
    public Verdict Verdict => Verdicts.Of(Worst);
}

/// <summary>A finding that was open on a host when it last reported.</summary>
public sealed record FleetFinding
{
    public required string Host { get; init; }

    public required string Id { get; init; }

    /// <summary>One of the fixed names, as the host says.</summary>
    public required string Kind { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Empty for a finding about the host as a whole.</summary>
    public HostPath Path { get; init; }

    public Digest? Digest { get; init; }

    /// <summary>Text of any characters: a host taken over may say anything.</summary>
    public required string Message { get; init; }

    /// <summary>When it was found, happened again or became worse, by the host's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The object that the host's own report has for it, as JSON.</summary>
    public required string Document { get; init; }
}
