using System.CommandLine;
using System.Security.Cryptography;
using IntegrityWatch.Evidence.Signing;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>baseline export</c>: one generation as a file that other hosts can take, and anybody can check.</summary>
internal sealed class BaselineExportCommand
{
    private const int BufferSize = 64 * 1024;

    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly AsOption form = new();

    private readonly Option<int?> generation = new("--generation") { HelpName = "N", Description = "Which one; the latest where none is named" };

    private readonly Option<string?> sign = new("--sign")
    {
        HelpName = "PRIVATE.pem",
        Description = "Write a signature with this key, RSA or ECDSA, to the file's name with .sig after it; with --output",
    };

    private BaselineExportCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var export = new BaselineExportCommand(options, session);
        var command = new Command("export", "Write one generation as JSON, one line a path: the same bytes every time") { export.generation, export.sign };
        command.Validators.Add(result =>
        {
            if (result.GetValue(export.sign) is not null && !options.NamesOutput(result))
                result.AddError("--sign goes with --output: the signature is written beside the file");
        });
        export.form.AddTo(command);
        command.SetAction(export.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        // A key that cannot sign is told before anything is written.
        using var key = parsed.GetValue(sign) is { } file ? SigningKey.Load(file) : null;
        using var history = HistoryPlace.Read(parsed, options, session);
        var document = BaselineDocument.Of(history, parsed.GetValue(generation));
        new Printer(session, options, parsed).Bytes(stream =>
        {
            var sha256 = Write(parsed, stream, document);
            if (key is not null)
                OutputFile.Write(DetachedSignature.FileOf(options.Output(parsed)!), signature => signature.Write(key.Sign(sha256)));
        });
        return 0;
    }

    /// <summary>Tells the SHA-256 of what was written.</summary>
    private byte[] Write(ParseResult parsed, Stream output, BaselineDocument document)
    {
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(output, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var buffered = new BufferedStream(hashed, BufferSize))
            if (!form.IsKeylime(parsed))
                BaselineWriter.Write(buffered, document);
            else if (KeylimePolicy.Write(buffered, document) is > 0 and var leftOut)
                session.Voice.Note($"digests that a keylime policy cannot hold, left out: {leftOut}",
                    "they are of other algorithms than sha1, sha256, sha384 and sha512, or their file's name is no UTF-8");
        return hash.Hash!;
    }
}
