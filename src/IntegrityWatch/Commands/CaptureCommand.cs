using System.CommandLine;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Scanning;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>baseline capture</c>: approve what the host is now, after looking at what that would be.</summary>
internal sealed class CaptureCommand
{
    /// <summary>An administrator would rather wait for the timer's scan than type again.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

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
        session.Voice.IsQuiet = options.Quiet(parsed);
        var settings = options.Settings(parsed);
        var policy = options.Policy(parsed, settings);
        using var root = options.OpenRoot(parsed, session);
        using var capture = HostCapture.Prepare(evidenceOptions.Request(parsed, options, session, settings, policy, root, Timeout), new CaptureRequest
        {
            Name = parsed.GetValue(name),
            Reason = parsed.GetValue(reason),
            By = Somebody.Name,
            Include = [.. parsed.GetValue(include)!.SelectMany(RawArguments.Paths)],
            DiskOnly = parsed.GetValue(diskOnly),
        });
        var plan = capture.Plan;

        var approved = Decide(parsed, capture);
        if (format.IsJson(parsed))
            printer.Bytes(stream => JsonDocuments.WriteCapture(stream, Tool.Info, plan, approved));
        else if (approved && !options.Quiet(parsed))
            printer.Text((writer, _) => CaptureText.WriteDone(writer, plan));
        return 0;
    }

    /// <summary>Shows the plan, asks where somebody can answer, and publishes; false where nothing was approved.</summary>
    private bool Decide(ParseResult parsed, HostCapture capture)
    {
        var plan = capture.Plan;
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
        capture.Approve();
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
