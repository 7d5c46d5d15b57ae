using System.CommandLine;
using System.Globalization;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Signing;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>baseline import</c>: approve what a file says was approved elsewhere, after looking at what that would be.</summary>
internal sealed class BaselineImportCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly AsOption form = new();
    private readonly FormatOption format = new();
    private readonly SignatureOptions signature = new();

    private readonly Argument<string> file = new("FILE") { Description = "What baseline export wrote, or with --as keylime a runtime policy" };

    private readonly Option<string?> name = new("--name") { HelpName = "NAME", Description = "A name for the generation; without it the file's" };

    private readonly Option<string?> reason = new("--reason") { HelpName = "TEXT", Description = "Why it is imported, kept with it" };

    private readonly Option<bool> yes = new("--yes", "-y") { Description = "Do not ask" };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would be approved, and approve nothing" };

    private readonly Option<bool> replaceDamaged = new("--replace-damaged")
    {
        Description = "Begin a new history with it in the place of one that is damaged, which is kept beside it",
    };

    private BaselineImportCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var import = new BaselineImportCommand(options, session);
        var command = new Command("import", "Make a new generation of a file: approve what was approved where it was exported")
        {
            import.file, import.name, import.reason, import.yes, import.dryRun, import.replaceDamaged,
        };
        import.signature.AddTo(command);
        import.form.AddTo(command);
        import.format.AddTo(command);
        command.SetAction(import.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        var now = session.Now;
        var path = parsed.GetValue(file)!;
        var import = form.IsKeylime(parsed) ? OfKeylime(parsed, path, now) : OfBaseline(parsed, path);

        string? aside = null;
        using var history = parsed.GetValue(replaceDamaged)
            ? HistoryPlace.Replace(parsed, options, session, out aside)
            : HistoryPlace.Update(parsed, options, session);
        var plan = new BaselineImport(history, now).Prepare(import.Paths, import.Packages, import.Facts with
        {
            // What was looked at later than now was not.
            EvidenceAt = import.Facts.EvidenceAt < now ? import.Facts.EvidenceAt : now,
            Name = parsed.GetValue(name) ?? import.Facts.Name,
            Reason = parsed.GetValue(reason) ?? import.Facts.Reason,
            By = Somebody.Name,
        });
        session.Interrupted.ThrowIfCancellationRequested();
        var imported = Decide(parsed, history, plan);
        if (imported && aside is not null)
            session.Voice.Note($"the damaged history is kept: {aside}", "what was observed is gone from the new one, and the next scan begins anew");

        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => JsonBaselines.WriteImport(stream, Tool.Info, plan, imported));
        else if (imported && !options.Quiet(parsed))
            printer.Text((writer, _) => BaselineText.WriteImported(writer, plan));
        return 0;
    }

    private Imported OfBaseline(ParseResult parsed, string path)
    {
        var read = BaselineFile.Read(path);
        var document = read.Intact();
        Vouch(parsed, path, read.Sha256);
        return new Imported(
            document.Content.Paths,
            document.PackageManager is null ? null : new PackageVersions
            {
                Generation = document.Generation.Number,
                Manager = document.PackageManager,
                Versions = document.Content.Packages.ToDictionary(),
            },
            new GenerationFacts(GenerationOrigin.Import, document.Generation.EvidenceAt)
            {
                Name = document.Generation.Name,
                Reason = string.Create(CultureInfo.InvariantCulture, $"imported from {document.Host ?? path} generation {document.Generation.Number}"),
            });
    }

    private Imported OfKeylime(ParseResult parsed, string path, DateTimeOffset now)
    {
        var policy = KeylimePolicy.Read(path);
        Vouch(parsed, path, policy.Sha256);
        if (policy.LeftOut > 0)
            session.Voice.Note(string.Create(CultureInfo.InvariantCulture, $"digests of the keylime policy that are no file's, left out: {policy.LeftOut}"));
        if (policy.Excludes > 0)
            session.Voice.Note(string.Create(CultureInfo.InvariantCulture, $"excludes of the keylime policy, which are not imported: {policy.Excludes}"),
                "what they exclude is found where it is new or altered");
        return new Imported(policy.Paths, Packages: null, new GenerationFacts(GenerationOrigin.Import, policy.MadeAt ?? now)
        {
            Reason = $"imported from the keylime policy {Path.GetFileName(path)}",
        });
    }

    private void Vouch(ParseResult parsed, string path, byte[] sha256)
    {
        if (signature.IsSigned(parsed, path, sha256) is not { } signed)
            session.Voice.Complain($"nobody vouches for {path}: it is imported without a look at its signature", "name the key that signed it with --key");
        else if (!signed)
            throw new CannotCheckException($"signature is not of this file and this key: {signature.FileOf(parsed, path)}",
                "get the file, its signature and the key anew; nothing was changed");
    }

    /// <summary>Shows the plan, asks where somebody can answer, and publishes; false where nothing was approved.</summary>
    private bool Decide(ParseResult parsed, IHistoryUpdate history, ImportPlan plan)
    {
        var isDryRun = parsed.GetValue(dryRun);
        var canAsk = session.TerminalColumns is not null && !Console.IsInputRedirected;
        if (!isDryRun && !parsed.GetValue(yes) && !canAsk)
            throw new CannotCheckException("an import approves what is in the file, and nobody is here to be asked",
                "say --yes to approve, or --dry-run to see what it would approve");
        if (!format.IsJson(parsed) && !options.Quiet(parsed) && !parsed.GetValue(yes))
            new Printer(session, options, parsed).Text((writer, style) => BaselineText.WritePlan(writer, style, plan));
        if (isDryRun || (!parsed.GetValue(yes) && !session.Voice.Ask($"approve generation {plan.Generation.Number}?")))
            return false;
        history.Publish();
        return true;
    }

    /// <summary>What a file of either form says.</summary>
    private sealed record Imported(IEnumerable<BaselinePath> Paths, PackageVersions? Packages, GenerationFacts Facts);
}
