using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Doctor.Auditing;
using IntegrityWatch.Doctor.Ima;
using IntegrityWatch.Evidence.Ima.Policies;
using IntegrityWatch.Doctor.Schedules;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Doctor;

/// <summary>What several checks ask of one host, each read once and when it is first asked for.</summary>
internal sealed class CheckedHost
{
    private readonly Lazy<ListSurvey?> list;
    private readonly Lazy<AuditLogSurvey?> auditLog;
    private readonly Lazy<KernelOptions> options;
    private readonly Lazy<AuditdSettings> auditd;
    private readonly Lazy<AuditStatus?> status;
    private readonly Lazy<LoadedPolicy?> policy;
    private readonly Lazy<IReadOnlyList<ScheduledScan>> schedule;

    private readonly Lazy<Policy> rules;

    public CheckedHost(DoctorRequest request)
    {
        Request = request;
        rules = new(() => request.Policy ?? PolicyLoader.Load([]));
        list = new(() => ListSurvey.Of(Root, request.Interrupted));
        auditLog = new(() => AuditLogSurvey.Of(Root, request.Interrupted));
        options = new(() => KernelOptions.Of(Root));
        auditd = new(() => AuditdSettings.Of(Root));
        status = new(() => Ask("-s") is { } answer ? AuditStatus.Of(answer) : null);
        policy = new(() => LoadedPolicy.Find(this));
        schedule = new(() => ScheduledScan.FindAll(Root));
    }

    public DoctorRequest Request { get; }

    public EvidenceRoot Root => Request.Root;

    /// <summary>By what scans judge.</summary>
    public Policy Rules => rules.Value;

    public bool IsLive => Root.IsLive;

    /// <summary>Null where there is none.</summary>
    /// <exception cref="CannotCheckException">It is there and cannot be read.</exception>
    public ListSurvey? List => list.Value;

    /// <summary>Null where there is none.</summary>
    /// <exception cref="CannotCheckException">It is there and cannot be read.</exception>
    public AuditLogSurvey? AuditLog => auditLog.Value;

    public KernelOptions Options => options.Value;

    public AuditdSettings Auditd => auditd.Value;

    /// <summary>Null where auditctl cannot be asked.</summary>
    public AuditStatus? Status => status.Value;

    /// <summary>Null where nothing says which rules the kernel has.</summary>
    public LoadedPolicy? Policy => policy.Value;

    public IReadOnlyList<ScheduledScan> Schedule => schedule.Value;

    /// <summary>The list, where another check tells why it cannot be read.</summary>
    public ListSurvey? ListIfReadable => Try(() => List);

    /// <summary>The audit log, where another check tells why it cannot be read.</summary>
    public AuditLogSurvey? AuditLogIfReadable => Try(() => AuditLog);

    /// <summary>True where there is a log, and this user may not read it, or cannot.</summary>
    public bool IsAuditLogUnreadable
    {
        get
        {
            try
            {
                _ = AuditLog;
                return false;
            }
            catch (CannotCheckException)
            {
                return true;
            }
        }
    }

    /// <summary>The text of a file of the host; null where there is none or it cannot be read.</summary>
    public string? ReadIfReadable(string path, int mostBytes) => Try(() => Root.ReadText(path, mostBytes));

    /// <summary>What auditctl answers; null where it cannot be asked.</summary>
    public byte[]? Ask(string argument) => Root.IsOwn && Request.IsPrivileged ? Request.AskAuditctl(argument) : null;

    /// <summary>A number and what it counts.</summary>
    public static string Count(long count, string what, string? several = null) =>
        $"{count} {(count == 1 ? what : several ?? what + "s")}";

    private static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (CannotCheckException)
        {
            return null;
        }
    }
}
