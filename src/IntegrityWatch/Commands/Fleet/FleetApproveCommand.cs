using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Evidence.Signing;
using IntegrityWatch.Fleet;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet generations approve</c>: put a signed generation where the hosts of a group fetch it.</summary>
internal sealed class FleetApproveCommand : RunnableCommand
{
    private readonly FleetStoreOption store = new();
    private readonly GroupOption group = new();

    private readonly Argument<string> file = new("FILE") { Description = "What baseline export --sign wrote" };

    private readonly Option<string?> reason = new("--reason") { HelpName = "TEXT", Description = "Why it is approved, kept with it" };

    private readonly Option<string?> signature = new("--signature") { HelpName = "SIG", Description = "The signature, where it is not in the file's name with .sig after it" };

    private readonly Option<string?> key = new("--key") { HelpName = "PUBLIC.pem", Description = "Look first whether it is signed by this key, X.509 or public, DER or PEM" };

    public FleetApproveCommand() : base("approve", "Approve an exported, signed generation for a group of hosts, which fetch it",
        "fleet generations approve web01.json --group web --reason \"openssl 3.0.17\"")
    {
        Add(file);
        Add(group);
        foreach (var option in new Option[] { reason, signature, key })
            Add(option);
        Add(store);
    }

    public override int Run(CommandRun run)
    {
        var path = run.Value(file)!;
        var content = Content(path);
        var read = BaselineFile.Read(path, content);
        var document = read.Intact();
        var signed = Signature(run, path, read.Sha256);
        var name = run.Value(group)!;
        using var asked = store.Open(run);
        var latest = asked.LatestOf(name);
        if (latest is not null && latest.Document.AsSpan().SequenceEqual(content) && latest.Signature.AsSpan().SequenceEqual(signed))
        {
            run.Voice.Note($"approved for {name} already, as its number {latest.Number}: {path}");
            return 0;
        }
        if (latest is not null)
            RefuseOlder(name, latest, document.Generation);
        var number = asked.Approve(name, content, signed, run.Value(reason));
        if (!run.IsQuiet)
            run.Printer.Text((writer, _) => writer.WriteLine($"approved for {name} as its number {number}: generation {document.Generation.Number}, {document.Generation.Paths} paths, chain {document.Generation.Chain[..12]}"));
        return 0;
    }

    private static byte[] Content(string path)
    {
        using var stream = NamedFile.Open(path, "baseline", "name a file that integritywatch baseline export --sign wrote");
        try
        {
            if (stream.Length > StoredGeneration.MostBytes)
                throw new CannotCheckException($"too large for the store: {path}", "256 MiB is the most");
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
        catch (IOException fault)
        {
            throw new CannotCheckException($"baseline cannot be read: {path}", "see whether it is being written", fault);
        }
    }

    private byte[] Signature(CommandRun run, string path, byte[] sha256)
    {
        var from = run.Value(signature) ?? DetachedSignature.FileOf(path);
        var signed = DetachedSignature.Read(from, "hosts take nothing unsigned: integritywatch baseline export --output FILE --sign PRIVATE.pem, or name it with --signature");
        if (signed.Length == 0)
            throw new CannotCheckException($"no signature, the file is empty: {from}", "sign it anew: integritywatch baseline export --output FILE --sign PRIVATE.pem");
        if (run.Value(key) is not { } keyFile)
            run.Voice.Note("nobody looked at the signature", "--key PUBLIC.pem looks before it is approved, as each host does that fetches it");
        else if (!DetachedSignature.IsOf(signed, from, sha256, keyFile))
            throw new CannotCheckException($"signature is not of this file and this key: {from}", "sign it anew, or name the key that signed it; nothing was approved");
        return signed;
    }

    /// <summary>A host that has the later one takes no earlier one after it.</summary>
    private static void RefuseOlder(string name, StoredGeneration latest, Generation wanted)
    {
        if (BaselineFile.Read($"generation of {name} in the store", latest.Document).Document is { } known
            && (wanted.EvidenceAt, wanted.CapturedAt).CompareTo((known.Generation.EvidenceAt, known.Generation.CapturedAt)) < 0)
            throw new CannotCheckException($"older than what is approved for {name}, and its hosts would refuse it",
                "capture anew on the reference host, and approve that");
    }
}
