using System.CommandLine;
using System.CommandLine.Parsing;
using IntegrityWatch.Configuration;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence.Archives;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Terminal;

namespace IntegrityWatch;

/// <summary>The options of every command.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string> root = new("--root")
    {
        HelpName = "DIR",
        Description = "The folder under which the host's files lie, or an archive of it, .tar or .tar.gz",
        DefaultValueFactory = _ => "/",
        Recursive = true,
    };

    private readonly Option<string?> database = new("--db")
    {
        HelpName = "FILE",
        Description = "The history of the host",
        Recursive = true,
    };

    private readonly Option<string?> configuration = new("--config")
    {
        HelpName = "FILE",
        Description = "A configuration file to lay over the default one",
        Recursive = true,
    };

    private readonly Option<string[]> policies = new("--policy")
    {
        HelpName = "FILE",
        Description = "A policy to lay over the shipped one; may be given several times",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
        Recursive = true,
    };

    private readonly Option<string?> output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write to this file, which appears whole or not at all",
        Recursive = true,
    };

    private readonly Option<bool> quiet = new("--quiet", "-q")
    {
        Description = "Print findings and errors, and nothing else",
        Recursive = true,
    };

    private readonly Option<bool> noColour = new("--no-color")
    {
        Description = "Print without colour",
        Recursive = true,
    };

    private readonly Option<bool> verbose = new("--verbose", "-v")
    {
        Description = "Tell what is read and where the answer comes from",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { root, database, configuration, policies, output, quiet, noColour, verbose })
            command.Options.Add(option);
    }

    /// <summary>The host's files: a folder as it is, an archive unpacked as long as the root is open.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="session">Told what of an archive was left out.</param>
    /// <param name="factsOnly">True where nothing is asked but which host it is.</param>
    /// <exception cref="CannotCheckException">It is not there, or of no use.</exception>
    public EvidenceRoot OpenRoot(ParseResult parsed, Session session, bool factsOnly = false)
    {
        var path = parsed.GetValue(root)!;
        if (Directory.Exists(path) || !Path.Exists(path))
            return new EvidenceRoot(path);
        using var progress = new ProgressLine("unpacking", enabled: !Quiet(parsed));
        return ArchiveRoot.Open(path, factsOnly, message => session.Voice.Note(message),
            (read, length) => progress.Show((int)(read >> 20), (int)(length >> 20)), session.Interrupted);
    }

    /// <summary>True where the user named the root, so that a file named beside it is of that host too.</summary>
    public bool NamesRoot(ParseResult parsed) => parsed.GetResult(root) is { Implicit: false };

    /// <summary>True where the user named a root, a history, a configuration, a policy or an output file.</summary>
    public bool NamesAPlace(CommandResult command) =>
        new Option[] { root, database, configuration, policies, output }.Any(option => command.GetResult(option) is { Implicit: false });

    /// <summary>True where the output goes to a file.</summary>
    public bool NamesOutput(CommandResult command) => command.GetResult(output) is { Implicit: false };

    public string? Output(ParseResult parsed) => parsed.GetValue(output);

    public bool Quiet(ParseResult parsed) => parsed.GetValue(quiet);

    public bool NoColour(ParseResult parsed) => parsed.GetValue(noColour);

    public bool Verbose(ParseResult parsed) => parsed.GetValue(verbose);

    public Settings Settings(ParseResult parsed) => LayeredSettings(parsed).Values;

    public LayeredSettings LayeredSettings(ParseResult parsed) => SettingsLoader.LoadLayers(parsed.GetValue(configuration));

    public Policy Policy(ParseResult parsed, Settings settings) => PolicyLoader.Load(PolicyFiles(parsed, settings));

    /// <summary>Where the configuration stands, whether the files are there or not.</summary>
    public IReadOnlyList<string> ConfigurationFiles(ParseResult parsed) =>
        parsed.GetValue(configuration) is { } named ? [Places.Configuration, named] : [Places.Configuration];

    /// <summary>The policy files beside the shipped one: the folder's, the configuration's, then those named here.</summary>
    public IReadOnlyList<string> PolicyFiles(ParseResult parsed, Settings settings) =>
        [.. Places.Policies, .. settings.Policies, .. parsed.GetValue(policies)!];

    /// <summary>The history's file: named, configured, or the default for the host whose files lie under the root.</summary>
    public string Database(ParseResult parsed, Settings settings, EvidenceRoot evidence)
    {
        if (parsed.GetValue(database) is { } named)
            return named;
        return settings.Database ?? DefaultDatabase(evidence);
    }

    public static string DefaultDatabase(EvidenceRoot evidence) =>
        evidence.IsLive ? Places.Database : Places.DatabaseOf(HostFacts.Of(evidence).Name);
}
