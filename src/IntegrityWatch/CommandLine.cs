using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using IntegrityWatch.Commands;
using IntegrityWatch.Commands.Baseline;
using IntegrityWatch.Commands.Config;
using IntegrityWatch.Commands.Fleet;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Commands.Rules;
using IntegrityWatch.Detection;
using IntegrityWatch.Terminal;

namespace IntegrityWatch;

/// <summary>Puts the commands together, and sees to it that an exit code never says less than happened.</summary>
internal static class CommandLine
{
    /// <summary>What the program's own help shows below the options.</summary>
    public static readonly IReadOnlyList<string> Examples =
        ["demo", "doctor", "rules install", "baseline capture --reason \"after patching\"", "scan", "findings"];

    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    // The library would answer a crash with 1, which monitoring takes for a warning.
    private static readonly InvocationConfiguration Invocation = new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    public static int Run(IReadOnlyList<string> arguments, Session session)
    {
        var parsed = Build(session).Parse(arguments, Parsing);
        // Whoever asks for help need not have named yet what the command cannot do without.
        var asksForHelp = parsed is { Action: HelpWithExamples, UnmatchedTokens.Count: 0 };
        if (parsed.Errors.Count > 0 && !asksForHelp)
            return Refuse(parsed, session);
        try
        {
            return parsed.Invoke(Invocation);
        }
        // Nothing is said of it: whoever does not read the one stream may not read the other.
        catch (OutputInterruptedException)
        {
            throw;
        }
        catch (CannotCheckException fault)
        {
            var unknown = Unknown(parsed, session, fault.Message, fault.Hint);
            return fault.IsCritical ? (int)Verdict.Critical : unknown;
        }
        // Help and version are written by the library, to what it takes for standard output.
        catch (IOException fault) when (parsed.Action is HelpWithExamples or VersionAction)
        {
            return Unknown(parsed, session, $"standard output cannot be written: {fault.Message}", null);
        }
        catch (OperationCanceledException) when (session.Interrupted.IsCancellationRequested)
        {
            session.Voice.Complain("interrupted; nothing was changed");
            return Interruption.ExitCode;
        }
        catch (Exception fault)
        {
            var code = Unknown(parsed, session, $"failed in a way that it should not: {fault.GetType().Name}: {fault.Message}",
                "please report this, with the command and what --verbose says");
            if (parsed.GetValue<bool>("--verbose"))
                session.Voice.Complain(fault.StackTrace?.ReplaceLineEndings(" ") ?? "no trace");
            return code;
        }
    }

    /// <summary>Says what keeps the program from checking, also in the form that monitoring reads, where one is asked for.</summary>
    private static int Unknown(ParseResult parsed, Session session, string message, string? hint)
    {
        session.Voice.Complain(message, hint);
        if (FormatOption.Named(parsed) is { } name && WriteUnknown(parsed, name) is { } write)
        {
            write(session.Output, message);
            session.Output.Flush();
        }
        return (int)Verdict.Unknown;
    }

    private static Action<Stream, string>? WriteUnknown(ParseResult parsed, string format) => FleetCommand.Holds(parsed.CommandResult)
        ? FleetFormat.WriteUnknown(format)
        : ReportFormat.Common.FirstOrDefault(known => known.Name == format)?.WriteUnknown;

    internal static RootCommand Build(Session session)
    {
        var options = new GlobalOptions();
        var root = new RootCommand(
            "Tells what programs, libraries and modules are new, altered or out of place on this host, from what the kernel measured.")
        {
            new ScanCommand(),
            new BaselineCommand(options),
            new AcceptCommand(),
            new FindingsCommand(),
            new ForwardCommand(),
            new HistoryCommand(),
            new FleetCommand(),
            new VerifyCommand(),
            new CompactCommand(),
            new RulesCommand(),
            new DoctorCommand(),
            new ConfigCommand(),
            new CollectCommand(options),
            new DemoCommand(options),
        };
        options.AddTo(root);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction(session);
        LetRun(root, options, session);
        TakeSwitchesAsSuch(root);
        LeavePathsAlone(root);
        LeaveMissingValuesToTheLibrary(root);
        return root;
    }

    private static void LetRun(Command command, GlobalOptions options, Session session)
    {
        if (command is RunnableCommand runnable)
            runnable.SetAction(parsed => runnable.Run(new CommandRun(parsed, options, session)));
        foreach (var subcommand in command.Subcommands)
            LetRun(subcommand, options, session);
    }

    /// <summary>
    /// The library lets "true" or "false" follow a switch. It would complete those and nothing else after one, and take a path of
    /// that name for its value.
    /// </summary>
    private static void TakeSwitchesAsSuch(Command command)
    {
        foreach (var option in command.Options.OfType<Option<bool>>())
            option.Arity = ArgumentArity.Zero;
        foreach (var subcommand in command.Subcommands)
            TakeSwitchesAsSuch(subcommand);
    }

    /// <summary>The library takes /h and /? for a call for help. Here they are paths like any other.</summary>
    private static void LeavePathsAlone(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
            foreach (var path in help.Aliases.Where(alias => alias.StartsWith('/')).ToList())
                help.Aliases.Remove(path);
    }

    /// <summary>
    /// A rule about several options asks for their values, and asking for one that was not typed throws, past everything that turns a
    /// failure into an exit code. The library tells of such a value itself, so the rule has nothing to add.
    /// </summary>
    private static void LeaveMissingValuesToTheLibrary(Command command)
    {
        foreach (var rule in command.Validators.ToList())
        {
            command.Validators.Remove(rule);
            command.Validators.Add(result =>
            {
                try
                {
                    rule(result);
                }
                catch (InvalidOperationException)
                {
                }
            });
        }
        foreach (var subcommand in command.Subcommands)
            LeaveMissingValuesToTheLibrary(subcommand);
    }

    private static int Refuse(ParseResult parsed, Session session)
    {
        var command = parsed.CommandResult.Command;
        var help = $"see {string.Join(' ', Path(parsed.CommandResult))} --help";
        if (parsed.UnmatchedTokens is [var stray, ..])
        {
            var isOption = stray.StartsWith('-');
            var names = isOption ? Options(parsed.CommandResult) : command.Subcommands.Select(known => known.Name);
            return Unknown(parsed, session, $"no such {(isOption ? "option" : "command or argument")}: {stray}",
                NearestName.Within(stray, names) is { } near ? $"did you mean {near}; {help}" : help);
        }
        var message = string.Join(' ', parsed.Errors[0].Message.Split((char[])['\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));
        return Unknown(parsed, session, char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.'), help);
    }

    private static IEnumerable<string> Options(CommandResult result) =>
        result.Command.Options.Select(option => option.Name)
            .Concat(result.Parent is CommandResult parent ? Options(parent) : []);

    private static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? Path(parent).Append(result.Command.Name) : ["integritywatch"];
}
