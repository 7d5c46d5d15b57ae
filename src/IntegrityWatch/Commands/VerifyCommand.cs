using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Tpm.Quotes;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Scanning;

namespace IntegrityWatch.Commands;

/// <summary><c>verify</c>: the measurement list against its own hashes, the TPM and the signatures in it. Changes nothing.</summary>
internal sealed class VerifyCommand : RunnableCommand
{
    private readonly FormatOption format = new();

    private readonly Option<string?> list = new("--ima")
    {
        HelpName = "FILE",
        Description = "Verify this measurement list in place of the root's",
    };

    private readonly Option<string[]> keys = new("--key")
    {
        HelpName = "FILE",
        Description = "Check IMA signatures with this key, X.509 or public, DER or PEM; may be given several times",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> quote = new("--quote")
    {
        HelpName = "MSG",
        Description = "Hold the list against a TPM's quote: the message that tpm2_quote wrote; with --signature and --ak",
    };

    private readonly Option<string?> signature = new("--signature") { HelpName = "SIG", Description = "The quote's signature" };

    private readonly Option<string?> attestationKey = new("--ak")
    {
        HelpName = "PUBLIC",
        Description = "The attestation key that signed the quote, X.509 or public, DER or PEM",
    };

    private readonly Option<string?> nonce = new("--nonce") { HelpName = "HEX", Description = "What the quote was asked for with" };

    public VerifyCommand() : base("verify", "Check the measurement list against its own hashes, the TPM and the signatures in it",
        "verify", "verify --key /etc/keys/x509_ima.der")
    {
        Add(list);
        Add(keys);
        Add(quote);
        Add(signature);
        Add(attestationKey);
        Add(nonce);
        Validators.Add(result =>
        {
            var given = new Option[] { quote, signature, attestationKey }
                .Count(option => result.GetResult(option) is { Implicit: false });
            if (given is 1 or 2)
                result.AddError("--quote, --signature and --ak go together");
            else if (given == 0 && result.GetValue(nonce) is not null)
                result.AddError("--nonce goes with --quote");
        });
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        var policy = run.Policy;
        using var root = run.OpenRoot();
        var report = new ListVerification
        {
            Tool = Tool.Info,
            Evidence = new EvidenceRequest
            {
                Root = root,
                ListFile = run.Value(list),
                ListIsOfRoot = run.Value(list) is null || run.IsRootNamed,
                Quote = QuoteOf(run),
            },
            Policy = policy,
            Database = run.Database(root),
            KeyFiles = run.Value(keys)!,
            Now = run.Now,
        }.Run(run.Interrupted);
        Print(run, report);
        run.SayBlind(report.Sight);
        return (int)report.Verdict;
    }

    private QuoteRequest? QuoteOf(CommandRun run) => run.Value(quote) is { } message
        ? new QuoteRequest(Quote.Read(message, run.Value(signature)!), run.Value(attestationKey)!, NonceOf(run.Value(nonce)))
        : null;

    private static byte[]? NonceOf(string? hex)
    {
        try
        {
            return hex is null ? null : Convert.FromHexString(hex);
        }
        catch (FormatException fault)
        {
            throw new CannotCheckException($"not a nonce: {SafeText.Of(hex!)}", "give it in hexadecimal, as tpm2_quote -q took it", fault);
        }
    }

    private void Print(CommandRun run, ScanReport report)
    {
        foreach (var problem in report.List?.Problems ?? [])
            run.Voice.Note(problem);
        run.Answer(format, stream => JsonDocuments.WriteScan(stream, report),
            (writer, style) => VerifyText.Write(writer, style, report, run.IsQuiet));
    }
}
