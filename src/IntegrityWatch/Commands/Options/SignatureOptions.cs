using System.CommandLine;
using System.CommandLine.Parsing;
using IntegrityWatch.Evidence.Signing;

namespace IntegrityWatch.Commands.Options;

/// <summary>The options of commands that check the signature of an exported baseline.</summary>
internal sealed class SignatureOptions
{
    private readonly Option<string?> key = new("--key")
    {
        HelpName = "PUBLIC.pem",
        Description = "The file must be signed by this key, X.509 or public, DER or PEM",
    };

    private readonly Option<string?> signature = new("--signature")
    {
        HelpName = "SIG",
        Description = "The signature, where it is not in the file's name with .sig after it; with --key",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(key);
        command.Options.Add(signature);
        command.Validators.Add(result =>
        {
            if (result.GetValue(signature) is not null && result.GetValue(key) is null)
                result.AddError("--signature goes with --key");
        });
    }

    public bool IsGiven(CommandResult command) => command.GetValue(key) is not null;

    public string FileOf(CommandRun run, string signed) => run.Value(signature) ?? DetachedSignature.FileOf(signed);

    /// <summary>Whether the file is signed by the key; null where no key was given.</summary>
    /// <param name="signed">The file's name.</param>
    /// <param name="sha256">Of its bytes.</param>
    /// <exception cref="CannotCheckException">The key or the signature cannot be read.</exception>
    public bool? IsSigned(CommandRun run, string signed, byte[] sha256) => run.Value(key) is { } file
        ? DetachedSignature.IsOf(FileOf(run, signed), sha256, file)
        : null;
}
