using IntegrityWatch.Detection;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Doctor;

/// <summary>
/// Whether a host is able to be checked: whether what findings are made of is written, kept, readable, and looked at.
/// </summary>
public sealed record DoctorReport
{
    private static readonly IReadOnlyList<DoctorCheck> AllChecks =
    [
        new KernelCheck(),
        new ListCheck(),
        new PolicyCheck(),
        new TpmCheck(),
        new AuditdCheck(),
        new AuditLogCheck(),
        new AuditRulesCheck(),
        new PackageCheck(),
        new ConfigurationCheck(),
        new SightCheck(),
        new HistoryCheck(),
        new PermissionCheck(),
        new ScheduleCheck(),
        new ClockCheck(),
    ];

    public required string Host { get; init; }

    /// <summary>The folder under which its files lie.</summary>
    public required string Root { get; init; }

    /// <summary>In the order in which things depend on each other: what comes first is to be mended first.</summary>
    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>
    /// What is known to be critical stays so whatever else could not be looked at. Without that, something essential that could not
    /// be looked at makes the whole unknown, and anything else that is not well a warning.
    /// </summary>
    public Verdict Verdict =>
        Checks.Any(check => check.State == Verdict.Critical) ? Verdict.Critical
        : Checks.Any(check => check is { State: Verdict.Unknown, IsEssential: true }) ? Verdict.Unknown
        : Checks.Any(check => check.State != Verdict.Ok) ? Verdict.Warning
        : Verdict.Ok;

    /// <summary>Runs every check. Changes nothing.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static DoctorReport Create(DoctorRequest request) => Create(request, AllChecks);

    internal static DoctorReport Create(DoctorRequest request, IEnumerable<DoctorCheck> checks)
    {
        var host = new CheckedHost(request);
        return new DoctorReport
        {
            Host = NameOf(request.Root),
            Root = request.Root.Name,
            Checks = [.. checks.SelectMany(check => check.Run(host))],
        };
    }

    public int Count(Verdict state) => Checks.Count(check => check.State == state);

    private static string NameOf(EvidenceRoot root)
    {
        try
        {
            return HostFacts.Of(root).Name;
        }
        catch (CannotCheckException)
        {
            return root.Name;
        }
    }
}

/// <summary>What one check found.</summary>
/// <param name="Id">Stable, for machines: <c>policy.programs</c>.</param>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="State">Unknown where it could not be looked at.</param>
/// <param name="Message">What was found and what that means; one sentence, which can hold words of the host.</param>
/// <param name="Advice">The next step: a command, or what to write where; null where there is nothing to do.</param>
public sealed record CheckResult(string Id, string Subject, Verdict State, string Message, string? Advice = null)
{
    /// <summary>True where the host cannot be judged without it: unknown is the answer to the whole question then.</summary>
    public bool IsEssential { get; init; }
}
