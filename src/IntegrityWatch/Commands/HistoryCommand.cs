using System.CommandLine;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>history</c>: every digest a path had, every path a digest had.</summary>
internal sealed class HistoryCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FormatOption format = new();

    private readonly Argument<string?> path = new("PATH")
    {
        Description = "The path, as it is or as a report prints it",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> hash = new("--hash") { HelpName = "H", Description = "A digest in hexadecimal, with or without its algorithm before it" };

    private readonly QuestionOptions limits = new();

    private HistoryCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var history = new HistoryCommand(options, session);
        var command = new Command("history", "Say every digest that a path had, every path that a digest had, and what users and techniques did")
        {
            history.path, history.hash,
        };
        history.limits.AddTo(command);
        history.format.AddTo(command);
        command.Validators.Add(result =>
        {
            var isPathGiven = result.GetValue(history.path) is not null;
            var isHashGiven = result.GetValue(history.hash) is not null;
            if (isPathGiven && isHashGiven)
                result.AddError("name either a path or, with --hash, a digest");
            else if (!isPathGiven && !isHashGiven && !history.limits.AreGiven(result))
                result.AddError("say what to tell of: a path, --hash, --technique, --user or --since");
        });
        command.SetAction(history.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var question = limits.Question(parsed, session.Now) with
        {
            Paths = parsed.GetValue(path) is { } named ? RawArguments.Paths(named) : null,
            Digests = parsed.GetValue(hash) is { } wanted ? DigestsOf(wanted) : null,
        };
        using var history = HistoryPlace.Read(parsed, options, session);
        var answer = question.Ask(history);

        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => JsonDocuments.WriteHistory(stream, Tool.Info, answer));
        else if (!answer.IsEmpty)
            printer.Text((writer, style) => TextReports.WriteHistory(writer, style, answer));
        if (answer.IsEmpty)
            session.Voice.Note((parsed.GetValue(hash) ?? parsed.GetValue(path)) is { } about ? $"nothing is known of {SafeText.Of(about)}" : "nothing is known of that",
                "only what was used and measured since the first scan is known");
        return 0;
    }

    private static IReadOnlyList<Digest> DigestsOf(string argument)
    {
        var colon = argument.LastIndexOf(':');
        var hex = argument[(colon + 1)..];
        if (hex.Length == 0 || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit))
            throw new CannotCheckException($"not a digest: {argument}", "give all its hexadecimal digits, such as sha256:1ba2904f...");
        var value = Convert.FromHexString(hex);
        IEnumerable<string> algorithms = colon > 0 ? [argument[..colon]] : AlgorithmsOf(value.Length);
        return [.. algorithms.Select(algorithm => new Digest(algorithm, value))];
    }

    /// <summary>The algorithms of that width, in bytes, with which the kernel measures.</summary>
    private static string[] AlgorithmsOf(int width) => width switch
    {
        16 => ["md5"],
        20 => ["sha1", "rmd160"],
        28 => ["sha224"],
        32 => ["sha256", "verity:sha256", "sm3", "streebog256", "sha3-256", "wp256"],
        48 => ["sha384", "sha3-384", "wp384"],
        64 => ["sha512", "verity:sha512", "streebog512", "sha3-512", "wp512"],
        _ => [],
    };
}
