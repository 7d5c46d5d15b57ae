using System.CommandLine;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
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

    private VerifyCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var verify = new VerifyCommand(options, session);
        var command = new Command("verify", "Check the measurement list against its own hashes, the TPM and the signatures in it")
        {
            verify.list, verify.keys,
        };
        verify.format.AddTo(command);
        command.SetAction(verify.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        var settings = options.Settings(parsed);
        var policy = options.Policy(parsed, settings);
        using var root = new EvidenceRoot(options.Root(parsed));
        // The history says what the list was when it was read before. Without one, the list speaks for itself.
        using var history = HistoryFile.OpenIfThere(options.Database(parsed, settings, root));
        string[] keyFiles = [.. policy.SignatureKeys, .. parsed.GetValue(keys)!];
        using var signatureKeys = keyFiles.Length == 0 ? null : SignatureKeys.Load(keyFiles);

        // Everything is read, however far it was read before: a look that skips something verifies nothing.
        var request = new EvidenceRequest
        {
            Root = root,
            ListFile = parsed.GetValue(list),
            WithoutAudit = true,
            ListIsOfRoot = parsed.GetValue(list) is null || options.NamesRoot(parsed),
            Keys = signatureKeys,
            FromStart = true,
        };
        var evidence = new EvidenceReader(request, history, session.Interrupted).Read();
        var judge = new Judge(policy, history);
        var findings = new FindingSet([.. evidence.Incidents
            .Where(incident => incident.Kind is IncidentKind.ListTampered or IncidentKind.SignatureInvalid)
            .Select(incident => judge.Of(IncidentRecord.Of(incident, evidence.TakenAt)))
            .Order(FindingOrder.Instance)], newOnly: false);
        Print(parsed, new ScanReport
        {
            Tool = Tool.Info,
            Host = evidence.Host.Name,
            Root = root.Folder,
            ScannedAt = DateTimeOffset.UtcNow,
            BootId = evidence.Host.BootId,
            List = evidence.List,
            Baseline = history.Generations.Count == 0 ? null : history.Generations[^1],
            Findings = findings,
        });
        return (int)findings.Verdict;
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
