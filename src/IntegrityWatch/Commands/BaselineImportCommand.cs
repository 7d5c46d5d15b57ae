using System.CommandLine;
using IntegrityWatch.Evidence.Signing;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>baseline import</c>: approve what a file says was approved elsewhere, after looking at what that would be.</summary>
internal sealed class BaselineImportCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly AsOption form = new();
    private readonly ImportSteps steps;
    private readonly SignatureOptions signature = new();

    private readonly Argument<string> file = new("FILE") { Description = "What baseline export wrote, or with --as keylime a runtime policy" };

    private readonly Option<string?> name = new("--name") { HelpName = "NAME", Description = "A name for the generation; without it the file's" };

    private readonly Option<string?> reason = new("--reason") { HelpName = "TEXT", Description = "Why it is imported, kept with it" };

    private readonly Option<bool> replaceDamaged = new("--replace-damaged")
    {
        Description = "Begin a new history with it in the place of one that is damaged, which is kept beside it",
    };

    private BaselineImportCommand(GlobalOptions options, Session session)
    {
        (this.options, this.session) = (options, session);
        steps = new ImportSteps(options, session);
    }

    public static Command Build(GlobalOptions options, Session session)
    {
        var import = new BaselineImportCommand(options, session);
        var command = new Command("import", "Make a new generation of a file: approve what was approved where it was exported")
        {
            import.file, import.name, import.reason, import.replaceDamaged,
        };
        import.steps.AddTo(command);
        import.signature.AddTo(command);
        import.form.AddTo(command);
        import.steps.Format.AddTo(command);
        command.SetAction(import.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        var path = parsed.GetValue(file)!;
        var import = form.IsKeylime(parsed) ? OfKeylime(parsed, path, session.Now) : OfBaseline(parsed, path);

        string? aside = null;
        using var history = parsed.GetValue(replaceDamaged)
            ? HistoryPlace.Replace(parsed, options, session, out aside)
            : HistoryPlace.Update(parsed, options, session);
        var plan = steps.Prepare(history, import with
        {
            Facts = import.Facts with { Name = parsed.GetValue(name) ?? import.Facts.Name, Reason = parsed.GetValue(reason) ?? import.Facts.Reason },
        });
        var imported = steps.Decide(parsed, history, plan);
        if (imported && aside is not null)
            session.Voice.Note($"the damaged history is kept: {aside}", "what was observed is gone from the new one, and the next scan begins anew");
        steps.Tell(parsed, plan, imported);
        return 0;
    }

    private Imported OfBaseline(ParseResult parsed, string path)
    {
        var read = BaselineFile.Read(path);
        var document = read.Intact();
        Vouch(parsed, path, read.Sha256);
        return Imported.Of(document, path);
    }

    private Imported OfKeylime(ParseResult parsed, string path, DateTimeOffset now)
    {
        var policy = KeylimePolicy.Read(path);
        Vouch(parsed, path, policy.Sha256);
        if (policy.LeftOut > 0)
            session.Voice.Note($"digests of the keylime policy that are no file's, left out: {policy.LeftOut}");
        if (policy.Excludes > 0)
            session.Voice.Note($"excludes of the keylime policy, which are not imported: {policy.Excludes}",
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
}
