using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Scanning;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands.Baseline;

/// <summary><c>baseline capture</c>: approve what the host is now, after looking at what that would be.</summary>
internal sealed class CaptureCommand : RunnableCommand
{
    /// <summary>An administrator would rather wait for the timer's scan than type again.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Of each thing that is told file by file.</summary>
    private const int MostLines = 10;

    private readonly EvidenceOptions evidenceOptions = new();
    private readonly ApprovalOptions approval = new();
    private readonly FormatOption format = new();

    private readonly Option<string?> name = new("--name") { HelpName = "NAME", Description = "A name for the generation" };

    private readonly Option<string?> reason = new("--reason") { HelpName = "TEXT", Description = "Why it is captured, kept with it" };

    private readonly Option<bool> diskOnly = new("--disk-only")
    {
        Description = "Approve what is on disk now, and not what only this boot's list holds beside it",
    };

    private readonly Option<bool> onlyExplained = new("--only-explained")
    {
        Description = "Approve only files of packages that changed since the last generation, and of which nothing above low is open",
    };

    private readonly Option<bool> settle = new("--settle") { Description = "Resolve what stays open of older contents of the approved paths" };

    private readonly Option<bool> listAll = new("--list") { Description = "Name every path, and not only those that no package vouches for" };

    private readonly Option<string[]> include = new("--include")
    {
        HelpName = "PATH",
        Description = "Approve the content of this path although it is suspicious, and waive what is; may be given several times",
        DefaultValueFactory = _ => [],
    };

    public CaptureCommand() : base("capture", "Make a new generation: approve what every file that was used is now",
        "baseline capture --dry-run", "baseline capture --yes --reason \"openssl 3.0.17\"", "baseline capture --yes --include /opt/tool/run")
    {
        Add(name);
        Add(reason);
        Add(include);
        Add(diskOnly);
        Add(onlyExplained);
        Add(settle);
        Add(listAll);
        approval.AddTo(this);
        evidenceOptions.AddTo(this, diskIsEnough: true);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        run.Printer.Try();
        // A policy that cannot be used is told before an archive is unpacked.
        _ = run.Policy;
        using var root = run.OpenRoot();
        approval.RequireAnswer(run, "a capture approves what it finds, and nobody is here to be asked",
            "say --yes to approve, or --dry-run to see what it would approve");
        var request = evidenceOptions.Request(run, root, Timeout);
        var choices = new CaptureRequest
        {
            Name = run.Value(name),
            Reason = run.Value(reason),
            By = CommandRun.User,
            Include = [.. run.Value(include)!.SelectMany(RawArguments.Paths)],
            DiskOnly = run.Value(diskOnly),
            OnlyExplained = run.Value(onlyExplained),
            Settle = run.Value(settle),
            MarksLog = !approval.IsDryRun(run),
        };
        var lists = run.Value(listAll);
        var (plan, isApproved) = approval.Decide(run, format, "approve this generation?", asks: true,
            prepare: () =>
            {
                var capture = HostCapture.Prepare(request with { Now = run.Now }, choices);
                return Prepared.Of(capture, () => Noted(run.Voice, capture.Plan), capture.Approve,
                    // A hook runs every day: a day on which packages brought nothing is no generation.
                    plan => !choices.OnlyExplained || plan.ChangesAnything);
            },
            show: (writer, style, plan) => CaptureText.WritePlan(writer, style, plan, lists));
        if (!isApproved && choices.OnlyExplained && !plan.ChangesAnything)
            run.Voice.Note("nothing is approved: no package that changed since the latest generation accounts for another content");
        run.Answer(format, stream => JsonDocuments.WriteCapture(stream, Tool.Info, plan, isApproved),
            isApproved && !run.IsQuiet ? (writer, style) => CaptureText.WriteDone(writer, style, plan, lists) : null);
        return 0;
    }

    private static CapturePlan Noted(Voice voice, CapturePlan plan)
    {
        NoteRefused(voice, plan.Refused);
        NoteUnreadable(voice, plan.Unreadable);
        NoteEvents(voice, [.. plan.Events.Where(seen => seen.Severity > Severity.Info)]);
        NoteLeftOut(voice, plan);
        return plan;
    }

    private static void NoteRefused(Voice voice, IReadOnlyList<Finding> findings)
    {
        foreach (var refused in findings)
            voice.Note($"not approved, because it is suspicious: {SafeText.Of(refused.Path)}: {refused.Message}",
                refused == findings[^1] ? $"if it belongs there: --include {SafeText.Of(refused.Path)}" : null);
    }

    private static void NoteUnreadable(Voice voice, IReadOnlyList<HostPath> paths)
    {
        foreach (var path in paths)
            voice.Note($"not approved, because it cannot be read: {SafeText.Of(path)}");
        if (paths.Count > 0)
            voice.Note($"files on disk that cannot be read: {paths.Count}",
                "run as root");
    }

    private static void NoteLeftOut(Voice voice, CapturePlan plan)
    {
        foreach (var seen in plan.LeftOut)
            voice.Note($"not approved, because nothing says that it is a copy of the initramfs: {SafeText.Of(seen.Path)} {SafeText.Of(seen.Digest.ToString())}",
                seen == plan.LeftOut[^1] ? $"if it is one: --include {SafeText.Of(seen.Path)}" : null);
        foreach (var path in plan.NotThere)
            voice.Note($"not approved, because it is not on disk: {SafeText.Of(path)}");
    }

    private static void NoteEvents(Voice voice, IReadOnlyList<Finding> events)
    {
        foreach (var seen in events.Take(MostLines))
            voice.Note($"{seen.Severity.ToString().ToLowerInvariant()} {seen.Kind.Name()}{(seen.Path.IsEmpty ? "" : $" {SafeText.Of(seen.Path)}")}: {seen.Message}");
        if (events.Count > 0)
            voice.Note($"events that no scan has told of: {events.Count}",
                "no capture approves them; integritywatch findings shows them, integritywatch accept ends them");
    }
}
