using System.CommandLine;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Tpm.Quotes;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Scanning;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>verify</c>: the measurement list against its own hashes, the TPM and the signatures in it. Changes nothing.</summary>
internal sealed class VerifyCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
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

    private VerifyCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var verify = new VerifyCommand(options, session);
        var command = new Command("verify", "Check the measurement list against its own hashes, the TPM and the signatures in it")
        {
            verify.list, verify.keys, verify.quote, verify.signature, verify.attestationKey, verify.nonce,
        };
        command.Validators.Add(result =>
        {
            var given = new Option[] { verify.quote, verify.signature, verify.attestationKey }
                .Count(option => result.GetResult(option) is { Implicit: false });
            if (given is 1 or 2)
                result.AddError("--quote, --signature and --ak go together");
            else if (given == 0 && result.GetValue(verify.nonce) is not null)
                result.AddError("--nonce goes with --quote");
        });
        verify.format.AddTo(command);
        command.SetAction(verify.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        var settings = options.Settings(parsed);
        var policy = options.Policy(parsed, settings);
        using var root = options.OpenRoot(parsed, session);
        var report = new ListVerification
        {
            Tool = Tool.Info,
            Evidence = new EvidenceRequest
            {
                Root = root,
                ListFile = parsed.GetValue(list),
                ListIsOfRoot = parsed.GetValue(list) is null || options.NamesRoot(parsed),
                Quote = QuoteOf(parsed),
            },
            Policy = policy,
            Database = options.Database(parsed, settings, root),
            KeyFiles = parsed.GetValue(keys)!,
            Now = session.Now,
        }.Run(session.Interrupted);
        Print(parsed, report);
        return (int)report.Findings.Verdict;
    }

    private QuoteRequest? QuoteOf(ParseResult parsed) => parsed.GetValue(quote) is { } message
        ? new QuoteRequest(Quote.Read(message, parsed.GetValue(signature)!), parsed.GetValue(attestationKey)!, NonceOf(parsed.GetValue(nonce)))
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

    private void Print(ParseResult parsed, ScanReport report)
    {
        foreach (var problem in report.List!.Problems)
            session.Voice.Note(problem);
        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => JsonDocuments.WriteScan(stream, report));
        else
            printer.Text((writer, style) => VerifyText.Write(writer, style, report, options.Quiet(parsed)));
    }
}
