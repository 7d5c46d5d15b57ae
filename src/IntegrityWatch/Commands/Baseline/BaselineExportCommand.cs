using System.CommandLine;
using System.Security.Cryptography;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Evidence.Signing;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands.Baseline;

/// <summary><c>baseline export</c>: one generation as a file that other hosts can take, and anybody can check.</summary>
internal sealed class BaselineExportCommand : RunnableCommand
{
    private const int BufferSize = 64 * 1024;

    private readonly AsOption form = new();

    private readonly Option<int?> generation = new("--generation") { HelpName = "N", Description = "Which one; the latest where none is named" };

    private readonly Option<string?> sign = new("--sign")
    {
        HelpName = "PRIVATE.pem",
        Description = "Write a signature with this key, RSA or ECDSA, to the file's name with .sig after it; with --output",
    };

    public BaselineExportCommand(GlobalOptions options) : base("export", "Write one generation as JSON, one line a path: the same bytes every time",
        "baseline export --output web01.json --sign key.pem", "baseline export --output web01.json --as keylime")
    {
        Add(generation);
        Add(sign);
        Validators.Add(result =>
        {
            if (result.GetValue(sign) is not null && !options.NameOutput(result))
                result.AddError("--sign goes with --output: the signature is written beside the file");
        });
        Add(form);
    }

    public override int Run(CommandRun run)
    {
        // A key that cannot sign is told before anything is written.
        using var key = run.Value(sign) is { } file ? SigningKey.Load(file) : null;
        using var history = run.ReadHistory();
        var document = BaselineDocument.Of(history, run.Value(generation));
        run.Printer.Bytes(stream =>
        {
            var sha256 = Write(run, stream, document);
            if (key is not null)
                OutputFile.Write(DetachedSignature.FileOf(run.Output!), signature => signature.Write(key.Sign(sha256)));
        });
        return 0;
    }

    /// <summary>Writes the baseline. Returns the SHA-256 of what was written.</summary>
    private byte[] Write(CommandRun run, Stream output, BaselineDocument document)
    {
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(output, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var buffered = new BufferedStream(hashed, BufferSize))
            if (run.Value(form) != AsOption.Keylime)
                BaselineWriter.Write(buffered, document);
            else if (KeylimePolicy.Write(buffered, document) is > 0 and var leftOut)
                run.Voice.Note($"digests that a keylime policy cannot hold, left out: {leftOut}",
                    "they are of other algorithms than sha1, sha256, sha384 and sha512, or their file's name is no UTF-8");
        return hash.Hash!;
    }
}
