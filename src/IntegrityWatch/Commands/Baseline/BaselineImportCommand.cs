using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Commands.Baseline;

/// <summary><c>baseline import</c>: approve what a file says was approved elsewhere, after looking at what that would be.</summary>
internal sealed class BaselineImportCommand : RunnableCommand
{
    private readonly AsOption form = new();
    private readonly ImportSteps steps = new();
    private readonly SignatureOptions signature = new();

    private readonly Argument<string> file = new("FILE") { Description = "What baseline export wrote, or with --as keylime a runtime policy" };

    private readonly Option<string?> name = new("--name") { HelpName = "NAME", Description = "A name for the generation; without it the file's" };

    private readonly Option<string?> reason = new("--reason") { HelpName = "TEXT", Description = "Why it is imported, kept with it" };

    private readonly Option<bool> replaceDamaged = new("--replace-damaged")
    {
        Description = "Begin a new history with it in the place of one that is damaged, which is kept beside it",
    };

    public BaselineImportCommand() : base("import", "Make a new generation of a file: approve what was approved where it was exported",
        "baseline import reference.json --key key.pub --yes", "baseline import web01.json --key key.pub --replace-damaged")
    {
        Add(file);
        Add(name);
        Add(reason);
        Add(replaceDamaged);
        steps.AddTo(this);
        signature.AddTo(this);
        Add(form);
        Add(steps.Format);
    }

    public override int Run(CommandRun run)
    {
        var path = run.Value(file)!;
        var import = run.Value(form) == AsOption.Keylime ? OfKeylime(run, path, run.Now) : OfBaseline(run, path);

        string? aside = null;
        var (plan, imported) = steps.Decide(run,
            () => run.Value(replaceDamaged) ? run.ReplaceHistory(out aside) : run.UpdateHistory(),
            history => ImportSteps.Prepare(run, history, import with
            {
                Facts = import.Facts with { Name = run.Value(name) ?? import.Facts.Name, Reason = run.Value(reason) ?? import.Facts.Reason },
            }));
        if (imported && aside is not null)
            run.Voice.Note($"the damaged history is kept: {aside}", "what was observed is gone from the new one, and the next scan begins anew");
        steps.Answer(run, plan, imported);
        return 0;
    }

    private Imported OfBaseline(CommandRun run, string path)
    {
        var read = BaselineFile.Read(path);
        var document = read.Intact();
        Vouch(run, path, read.Sha256);
        return Imported.Of(document, path);
    }

    private Imported OfKeylime(CommandRun run, string path, DateTimeOffset now)
    {
        var policy = KeylimePolicy.Read(path);
        Vouch(run, path, policy.Sha256);
        if (policy.LeftOut > 0)
            run.Voice.Note($"digests of the keylime policy that are no file's, left out: {policy.LeftOut}");
        if (policy.Excludes > 0)
            run.Voice.Note($"excludes of the keylime policy, which are not imported: {policy.Excludes}",
                "what they exclude is found where it is new or altered");
        return new Imported(policy.Paths, Packages: null, new GenerationFacts(GenerationOrigin.Import, policy.MadeAt ?? now)
        {
            Reason = $"imported from the keylime policy {Path.GetFileName(path)}",
        });
    }

    private void Vouch(CommandRun run, string path, byte[] sha256)
    {
        if (signature.IsSigned(run, path, sha256) is not { } signed)
            run.Voice.Complain($"nobody vouches for {path}: it is imported without a look at its signature", "name the key that signed it with --key");
        else if (!signed)
            throw new CannotCheckException($"signature is not of this file and this key: {signature.FileOf(run, path)}",
                "get the file, its signature and the key anew; nothing was changed");
    }
}
