using IntegrityWatch.Detection;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Doctor;

/// <summary>
/// Finds out whether a host is able to tell: whether what findings are made of is written, kept, readable, and looked at. Changes
/// nothing.
/// </summary>
public static class Checkup
{
    private static readonly IReadOnlyList<IExamination> Examinations =
    [
        new KernelExamination(),
        new ListExamination(),
        new PolicyExamination(),
        new TpmExamination(),
        new AuditdExamination(),
        new AuditLogExamination(),
        new AuditRulesExamination(),
        new PackageExamination(),
        new ConfigurationExamination(),
        new HistoryExamination(),
        new PermissionExamination(),
        new ScheduleExamination(),
        new ClockExamination(),
    ];

    public static HealthReport Run(CheckupRequest request) => Run(request, Examinations);

    internal static HealthReport Run(CheckupRequest request, IEnumerable<IExamination> examinations)
    {
        var host = new ExaminedHost(request);
        return new HealthReport
        {
            Host = NameOf(request.Root),
            Root = request.Root.Name,
            Checks = [.. examinations.SelectMany(examination => Examine(examination, host))],
        };
    }

    /// <summary>What was found before something could not be read stands.</summary>
    private static List<HealthCheck> Examine(IExamination examination, ExaminedHost host)
    {
        var checks = new List<HealthCheck>();
        try
        {
            foreach (var check in examination.Examine(host))
                checks.Add(check);
        }
        catch (CannotCheckException fault)
        {
            checks.Add(Unknown(examination, fault.Message, fault.Hint));
        }
        catch (Exception fault) when (fault is not OperationCanceledException and not OutOfMemoryException)
        {
            checks.Add(Unknown(examination, $"could not be looked at: {fault.GetType().Name}: {fault.Message}",
                "please report this, with what is under the root"));
        }
        return checks;
    }

    private static HealthCheck Unknown(IExamination examination, string message, string? hint) =>
        new($"{examination.Id}.readable", examination.Subject, Verdict.Unknown, message, hint) { IsEssential = examination.IsEssential };

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
