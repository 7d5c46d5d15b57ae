using System.CommandLine;
using IntegrityWatch.Detection;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>baseline verify</c>: whether what was approved is what was approved then.</summary>
internal sealed class BaselineVerifyCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FormatOption format = new();
    private readonly SignatureOptions signature = new();

    private readonly Argument<string?> file = new("FILE")
    {
        Description = "What baseline export wrote; every generation of the history where no file is named",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private BaselineVerifyCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var verify = new BaselineVerifyCommand(options, session);
        var command = new Command("verify", "Work out anew the digests of all generations, or of an exported file and its signature") { verify.file };
        verify.signature.AddTo(command);
        command.Validators.Add(result =>
        {
            if (verify.signature.IsGiven(result) && result.GetValue(verify.file) is null)
                result.AddError("--key goes with a FILE");
        });
        verify.format.AddTo(command);
        command.SetAction(parsed => (int)(parsed.GetValue(verify.file) is { } path ? verify.File(parsed, path) : verify.History(parsed)));
        return command;
    }

    private Verdict History(ParseResult parsed)
    {
        using var history = HistoryPlace.Read(parsed, options, session);
        BaselineDocument.Find(history, number: null);
        var verdicts = GenerationCheck.Of(history, session.Interrupted);
        var verdict = verdicts.All(generation => generation.Holds) ? Verdict.Ok : Verdict.Critical;
        Print(parsed,
            stream => JsonBaselines.WriteVerdicts(stream, Tool.Info, verdicts, verdict),
            (writer, style) => BaselineText.WriteVerdicts(writer, style, verdicts));
        return verdict;
    }

    private Verdict File(ParseResult parsed, string path)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        var read = BaselineFile.Read(path);
        // Of what was edited no signature need be asked.
        var isSigned = read.Fault is null ? signature.IsSigned(parsed, path, read.Sha256) : null;
        var verdict = new BaselineVerdict(path, read.Document, read.Fault is { } fault
            ? $"baseline was edited: {fault}"
            : isSigned == false ? "its signature is not of this file and this key" : null, isSigned);
        Print(parsed,
            stream => JsonBaselines.WriteVerdict(stream, Tool.Info, verdict),
            (writer, style) => BaselineText.WriteVerdict(writer, style, verdict));
        return verdict.Verdict;
    }

    private void Print(ParseResult parsed, Action<Stream> json, Action<TextWriter, TextStyle> text)
    {
        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(json);
        else
            printer.Text(text);
    }
}
