using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands.Baseline;

/// <summary><c>baseline verify</c>: whether what was approved is what was approved then.</summary>
internal sealed class BaselineVerifyCommand : RunnableCommand
{
    private readonly FormatOption format = new();
    private readonly SignatureOptions signature = new();

    private readonly Argument<string?> file = new("FILE")
    {
        Description = "What baseline export wrote; every generation of the history where no file is named",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public BaselineVerifyCommand() : base("verify", "Work out anew the digests of all generations, or of an exported file and its signature",
        "baseline verify", "baseline verify web01.json --key key.pub")
    {
        Add(file);
        signature.AddTo(this);
        Validators.Add(result =>
        {
            if (signature.IsGiven(result) && result.GetValue(file) is null)
                result.AddError("--key goes with a FILE");
        });
        Add(format);
    }

    public override int Run(CommandRun run) => (int)(run.Value(file) is { } path ? File(run, path) : History(run));

    private Verdict History(CommandRun run)
    {
        using var history = run.ReadHistory();
        BaselineDocument.Find(history, number: null);
        var verdicts = GenerationCheck.Of(history, run.Interrupted);
        var verdict = verdicts.All(generation => generation.Holds) ? Verdict.Ok : Verdict.Critical;
        run.Answer(format,
            stream => JsonBaselines.WriteVerdicts(stream, Tool.Info, verdicts, verdict),
            (writer, style) => BaselineText.WriteVerdicts(writer, style, verdicts));
        return verdict;
    }

    private Verdict File(CommandRun run, string path)
    {
        var read = BaselineFile.Read(path);
        // Of what was edited no signature need be asked.
        var isSigned = read.Fault is null ? signature.IsSigned(run, path, read.Sha256) : null;
        var verdict = new BaselineVerdict(path, read.Document, read.Fault is { } fault
            ? $"baseline was edited: {fault}"
            : isSigned == false ? "its signature is not of this file and this key" : null, isSigned);
        run.Answer(format,
            stream => JsonBaselines.WriteVerdict(stream, Tool.Info, verdict),
            (writer, style) => BaselineText.WriteVerdict(writer, style, verdict));
        return verdict.Verdict;
    }
}
