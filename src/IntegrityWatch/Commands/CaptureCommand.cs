using System.CommandLine;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>baseline capture</c>: approve what the host is now, after looking at what that would be.</summary>
internal sealed class CaptureCommand
{
    /// <summary>An administrator would rather wait for the timer's scan than type again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Of each thing that is told file by file.</summary>
    private const int MostLines = 10;

    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly EvidenceOptions evidenceOptions = new();
    private readonly FormatOption format = new();

    private readonly Option<string?> name = new("--name") { HelpName = "NAME", Description = "A name for the generation" };

    private readonly Option<string?> reason = new("--reason") { HelpName = "TEXT", Description = "Why it is captured, kept with it" };

    private readonly Option<bool> yes = new("--yes", "-y") { Description = "Do not ask" };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would be approved, and approve nothing" };

    private readonly Option<bool> diskOnly = new("--disk-only")
    {
        Description = "Approve what is on disk now, and not what only this boot's list holds beside it",
    };

    private readonly Option<string[]> include = new("--include")
    {
        HelpName = "PATH",
        Description = "Approve this path although it is suspicious; may be given several times",
        DefaultValueFactory = _ => [],
    };

    private CaptureCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var capture = new CaptureCommand(options, session);
        var command = new Command("capture", "Make a new generation: approve what every file that was used is now")
        {
            capture.name, capture.reason, capture.include, capture.diskOnly, capture.yes, capture.dryRun,
        };
        capture.evidenceOptions.AddTo(command, diskIsEnough: true);
        capture.format.AddTo(command);
        command.SetAction(capture.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var printer = new Printer(session, options, parsed);
        printer.Try();
        using var look = Look.Take(parsed, options, evidenceOptions, session, Patience);
        if (look.Evidence.Incidents.FirstOrDefault(incident => incident.Kind == FindingKind.ListTampered) is { } tampered)
            throw new CannotCheckException($"nothing is approved on a list that was altered: {tampered.Cause}", "see integritywatch verify");
        var capture = new BaselineCapture(look.History, look.Policy, look.Evidence, look.Now,
            parsed.GetValue(include)!.SelectMany(RawArguments.Paths), evidenceOptions.Disk(parsed, look.Root), look.Packages, parsed.GetValue(diskOnly));
        var plan = Prepare(parsed, capture);
        look.TellOfPackages(session.Voice, options.Verbose(parsed));
        look.PutPlace(judgeAnew: plan.Unreadable.Count > 0);

        var approved = Decide(parsed, look.History, plan);
        if (format.IsJson(parsed))
            printer.Bytes(stream => JsonDocuments.WriteCapture(stream, Tool.Info, plan, approved));
        else if (approved && !options.Quiet(parsed))
            printer.Text((writer, _) => CaptureText.WriteDone(writer, plan));
        return 0;
    }

    private CapturePlan Prepare(ParseResult parsed, BaselineCapture capture)
    {
        using var progress = new ProgressLine("capture", enabled: !options.Quiet(parsed));
        return capture.Prepare(parsed.GetValue(name), parsed.GetValue(reason), Somebody.Name, progress.Show, session.Interrupted);
    }

    /// <summary>Shows the plan, asks where somebody can answer, and publishes; false where nothing was approved.</summary>
    private bool Decide(ParseResult parsed, IHistoryUpdate history, CapturePlan plan)
    {
        var isDryRun = parsed.GetValue(dryRun);
        var canAsk = session.TerminalColumns is not null && !Console.IsInputRedirected;
        if (!isDryRun && !parsed.GetValue(yes) && !canAsk)
            throw new CannotCheckException("a capture approves what it finds, and nobody is here to be asked",
                "say --yes to approve, or --dry-run to see what it would approve");
        foreach (var refused in plan.Refused)
            session.Voice.Note($"not approved, because it is suspicious: {SafeText.Of(refused.Path)}: {refused.Message}",
                refused == plan.Refused[^1] ? $"if it belongs there: --include {SafeText.Of(refused.Path)}" : null);
        TellOfUnreadable(plan.Unreadable);
        TellOfEvents([.. plan.Events.Where(seen => seen.Severity > Severity.Info)], plan.KeepsEvents);
        if (!format.IsJson(parsed) && !options.Quiet(parsed) && (isDryRun || !parsed.GetValue(yes)))
            new Printer(session, options, parsed).Text((writer, style) => CaptureText.WritePlan(writer, style, plan));
        if (isDryRun || (!parsed.GetValue(yes) && !session.Voice.Ask($"approve generation {plan.Generation.Number}?")))
            return false;
        history.Publish();
        return true;
    }

    private void TellOfUnreadable(IReadOnlyList<HostPath> paths)
    {
        foreach (var path in paths.Take(MostLines))
            session.Voice.Note($"not approved, because it cannot be read: {SafeText.Of(path)}");
        if (paths.Count > 0)
            session.Voice.Note($"files on disk that cannot be read: {paths.Count}",
                "run as root, or approve what was measured of one with --include");
    }

    private void TellOfEvents(IReadOnlyList<Finding> events, bool areKept)
    {
        foreach (var seen in events.Take(MostLines))
            session.Voice.Note($"{seen.Severity.ToString().ToLowerInvariant()} {seen.Kind.Name()}{(seen.Path.IsEmpty ? "" : $" {SafeText.Of(seen.Path)}")}: {seen.Message}");
        if (events.Count > 0)
            session.Voice.Note($"events that no scan has told of: {events.Count}",
                areKept ? "no capture approves them; integritywatch findings shows them, integritywatch accept ends them"
                    : "they come from before anything was captured or scanned, and are told here alone");
    }
}
