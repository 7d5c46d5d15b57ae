using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection.Approving;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands.Baseline;

/// <summary>How a command approves here what was approved elsewhere: it shows what that would be, asks, publishes, and says so.</summary>
internal sealed class ImportSteps
{
    private readonly ApprovalOptions approval = new();

    public FormatOption Format { get; } = new();

    public void AddTo(Command command) => approval.AddTo(command);

    public static ImportPlan Prepare(CommandRun run, IHistoryUpdate history, Imported imported)
    {
        var now = run.Now;
        var plan = new BaselineImport(history, now).Prepare(imported.Paths, imported.Packages, imported.Facts with
        {
            // What was looked at later than now was not.
            EvidenceAt = imported.Facts.EvidenceAt < now ? imported.Facts.EvidenceAt : now,
            By = CommandRun.User,
        }, imported.Decisions);
        run.Interrupted.ThrowIfCancellationRequested();
        return plan with { Closed = ApprovedLives.Close(history, plan.Generation.Number) };
    }

    /// <summary>Shows the plan, asks where that can be answered, and publishes; nothing is held meanwhile.</summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="open">Opens the history that is to be changed.</param>
    /// <param name="prepare">Works out what is to be approved, in the update.</param>
    /// <returns>What was worked out, and whether it was approved.</returns>
    public (ImportPlan Plan, bool IsDone) Decide(CommandRun run, Func<IHistoryUpdate> open, Func<IHistoryUpdate, ImportPlan> prepare)
    {
        approval.RequireAnswer(run, "an import approves what is in the file, and nobody is here to be asked",
            "say --yes to approve, or --dry-run to see what it would approve");
        return approval.Decide(run, Format, "approve this generation?", asks: true,
            prepare: () =>
            {
                var history = open();
                return Prepared.Of(history, () => prepare(history), history.Publish);
            },
            show: BaselineText.WritePlan);
    }

    public void Answer(CommandRun run, ImportPlan plan, bool isImported) => run.Answer(Format,
        stream => JsonBaselines.WriteImport(stream, Tool.Info, plan, isImported),
        isImported && !run.IsQuiet ? (writer, _) => BaselineText.WriteImported(writer, plan) : null);
}

/// <summary>What was approved elsewhere, as a file or a store tells it.</summary>
internal sealed record Imported(IEnumerable<BaselinePath> Paths, PackageVersions? Packages, GenerationFacts Facts)
{
    /// <param name="document">What an export wrote.</param>
    /// <param name="source">Where it comes from, where it names no host.</param>
    public static Imported Of(BaselineDocument document, string source) => new(
        document.Content.Paths,
        document.PackageManager is null ? null : new PackageVersions
        {
            Generation = document.Generation.Number,
            Manager = document.PackageManager,
            Versions = document.Content.Packages.ToDictionary(),
            Lists = document.Content.Lists,
        },
        new GenerationFacts(GenerationOrigin.Import, document.Generation.EvidenceAt)
        {
            Name = document.Generation.Name,
            Reason = $"imported from {document.Host ?? source} generation {document.Generation.Number}",
        })
    {
        Decisions = document.Content.Decisions,
    };

    /// <summary>What was decided there.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];
}
