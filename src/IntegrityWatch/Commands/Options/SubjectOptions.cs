using System.CommandLine;
using System.CommandLine.Parsing;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands.Options;

/// <summary>The file that a question is about: a path, or with <c>--hash</c> a digest.</summary>
internal sealed class SubjectOptions
{
    private readonly Argument<string?> path = new("PATH")
    {
        Description = "The path, as it is or as a report prints it",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> hash = new("--hash") { HelpName = "H", Description = "A digest in hexadecimal, with or without its algorithm before it" };

    /// <param name="command">Which.</param>
    /// <param name="isElseGiven">True where the command knows from other options what to tell of.</param>
    /// <param name="missing">What it says where it does not know.</param>
    public void AddTo(Command command, Func<CommandResult, bool> isElseGiven, string missing)
    {
        command.Arguments.Add(path);
        command.Options.Add(hash);
        command.Validators.Add(result =>
        {
            var isPathGiven = result.GetValue(path) is not null;
            var isHashGiven = result.GetValue(hash) is not null;
            if (isPathGiven && isHashGiven)
                result.AddError("name either a path or, with --hash, a digest");
            else if (!isPathGiven && !isHashGiven && !isElseGiven(result))
                result.AddError(missing);
        });
    }

    /// <summary>As it was typed; null where none was.</summary>
    public string? Named(CommandRun run) => run.Value(hash) ?? run.Value(path);

    /// <summary>The path, in each spelling that may be meant; null where none is named.</summary>
    public IReadOnlyList<HostPath>? Paths(CommandRun run) => run.Value(path) is { } named ? RawArguments.Paths(named) : null;

    /// <summary>The digest as it was typed; null where none was.</summary>
    public string? Hash(CommandRun run) => run.Value(hash);

    /// <summary>Null where none is named.</summary>
    /// <exception cref="CannotCheckException">It is no digest.</exception>
    public IReadOnlyList<Digest>? Digests(CommandRun run) => run.Value(hash) is { } wanted ? DigestArgument.Digests(wanted) : null;
}
