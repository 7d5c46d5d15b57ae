using System.CommandLine;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Scanning;

namespace IntegrityWatch.Commands.Options;

/// <summary>The options of commands that look at a host.</summary>
internal sealed class EvidenceOptions
{
    private readonly Option<string?> list = new("--ima")
    {
        HelpName = "FILE",
        Description = "Read this measurement list, binary or ASCII, in place of the root's",
    };

    private readonly Option<string[]> audit = new("--audit")
    {
        HelpName = "FILE",
        Description = "Read this audit log in place of the root's; several times, oldest first; - is standard input",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> noList = new("--no-ima") { Description = "Judge without the measurement list" };

    private readonly Option<bool> noAudit = new("--no-audit") { Description = "Judge without the audit log" };

    private readonly Option<bool> noDisk = new("--no-disk") { Description = "Do not hash files on disk" };

    /// <param name="command">The command.</param>
    /// <param name="diskIsEnough">True where there is something to do with neither list nor log.</param>
    public void AddTo(Command command, bool diskIsEnough = false)
    {
        foreach (var option in new Option[] { list, audit, noList, noAudit, noDisk })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(noList) && result.GetValue(list) is not null)
                result.AddError("--ima and --no-ima exclude each other");
            else if (result.GetValue(noAudit) && result.GetValue(audit) is { Length: > 0 })
                result.AddError("--audit and --no-audit exclude each other");
            else if (result.GetValue(noList) && result.GetValue(noAudit) && !(diskIsEnough && !result.GetValue(noDisk)))
                result.AddError("--no-ima and --no-audit together leave nothing to look at");
        });
    }

    /// <param name="run">The run of the command.</param>
    /// <param name="root">Where the host's files lie; belongs to the caller.</param>
    /// <param name="timeout">How long to wait for another run that holds the history.</param>
    /// <exception cref="CannotCheckException">The configuration or a policy cannot be used.</exception>
    public ScanRequest Request(CommandRun run, EvidenceRoot root, TimeSpan timeout) => new()
    {
        Tool = Tool.Info,
        Evidence = new EvidenceRequest
        {
            Root = root,
            ListFile = run.Value(list),
            AuditFiles = run.Value(audit)!,
            WithoutList = run.Value(noList),
            WithoutAudit = run.Value(noAudit),
            ListIsOfRoot = run.Value(list) is null || run.IsRootNamed,
        },
        WithoutDisk = run.Value(noDisk),
        Policy = run.Policy,
        Database = run.Database(root),
        Now = run.Now,
        Timeout = timeout,
        Voice = run.Voice,
        IsVerbose = run.IsVerbose,
        Interrupted = run.Interrupted,
    };
}
