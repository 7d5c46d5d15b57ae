using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Configuration;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence.Archives;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary>One run of a command: what was typed, what the configuration says, where to speak, and what time it is.</summary>
internal sealed class CommandRun
{
    /// <summary>
    /// How long a command waits for another that holds the history, such as the scan that a timer has just started. Monitoring waits for an
    /// answer no longer than ten seconds, as a rule.
    /// </summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private const int LongestName = 100;

    private readonly ParseResult parsed;
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly Lazy<LayeredSettings> settings;
    private readonly Lazy<Policy> policy;

    public CommandRun(ParseResult parsed, GlobalOptions options, Session session)
    {
        (this.parsed, this.options, this.session) = (parsed, options, session);
        settings = new(() => SettingsLoader.LoadLayers(parsed.GetValue(options.Configuration)));
        policy = new(() => PolicyLoader.Load(PolicyFiles, UsersOfRoot));
        Printer = new Printer(session, parsed.GetValue(options.Output), parsed.GetValue(options.NoColour));
        IsQuiet = Voice.IsQuiet = parsed.GetValue(options.Quiet);
    }

    public Session Session => session;

    public Voice Voice => session.Voice;

    public DateTimeOffset Now => session.Now;

    public CancellationToken Interrupted => session.Interrupted;

    /// <summary>True where nothing is to stand around the findings.</summary>
    public bool IsQuiet { get; }

    public bool IsVerbose => parsed.GetValue(options.Verbose);

    public bool IsWithoutColour => parsed.GetValue(options.NoColour);

    /// <summary>True where the user named the root, so that a file named beside it is of that host too.</summary>
    public bool IsRootNamed => parsed.GetResult(options.Root) is { Implicit: false };

    /// <summary>Standard output, or the file of <c>--output</c>.</summary>
    public Printer Printer { get; }

    /// <summary>The file that the output goes to; null for standard output.</summary>
    public string? Output => parsed.GetValue(options.Output);

    /// <exception cref="CannotCheckException">The configuration cannot be used.</exception>
    public Settings Settings => LayeredSettings.Values;

    /// <exception cref="CannotCheckException">The configuration cannot be used.</exception>
    public LayeredSettings LayeredSettings => settings.Value;

    /// <exception cref="CannotCheckException">The configuration or a policy cannot be used.</exception>
    public Policy Policy => policy.Value;

    private UserNames UsersOfRoot()
    {
        using var root = OpenRoot(factsOnly: true);
        return UserNames.Of(root);
    }

    /// <summary>Where the configuration stands, whether the files are there or not.</summary>
    public IReadOnlyList<string> ConfigurationFiles =>
        parsed.GetValue(options.Configuration) is { } named ? [DefaultFiles.Configuration, named] : [DefaultFiles.Configuration];

    /// <summary>The policy files beside the shipped one: the folder's, the configuration's, then those named here.</summary>
    /// <exception cref="CannotCheckException">The configuration cannot be used.</exception>
    public IReadOnlyList<string> PolicyFiles => PolicyFilesOf(Settings);

    public IReadOnlyList<string> PolicyFilesOf(Settings read) => [.. DefaultFiles.Policies, .. read.Policies, .. parsed.GetValue(options.Policies)!];

    /// <summary>
    /// Who runs the program: the name that is kept with what they approve. With sudo, the one who typed it and not root. A name for the
    /// record, no proof.
    /// </summary>
    public static string User
    {
        get
        {
            var name = Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } user ? user : Environment.UserName;
            return name.Length > LongestName ? name[..LongestName] : name;
        }
    }

    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    public T? Value<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>The host's files: a folder as it is, an archive unpacked as long as the root is open.</summary>
    /// <param name="factsOnly">True where nothing is asked but which host it is.</param>
    /// <exception cref="CannotCheckException">It is not there, or of no use.</exception>
    public EvidenceRoot OpenRoot(bool factsOnly = false)
    {
        var path = parsed.GetValue(options.Root)!;
        if (Directory.Exists(path) || !Path.Exists(path))
            return new EvidenceRoot(path);
        using var progress = Voice.Progress("unpacking");
        return ArchiveRoot.Open(path, factsOnly, message => Voice.Note(message),
            (read, length) => progress.Show((int)(read >> 20), (int)(length >> 20)), Interrupted);
    }

    /// <summary>The history's file, whether it is there or not: named, configured, or the default for the host whose files lie under the root.</summary>
    public string Database(EvidenceRoot root) => DatabaseOf(Settings, root);

    public string DatabaseOf(Settings read, EvidenceRoot root) =>
        parsed.GetValue(options.Database) ?? read.Database ?? DefaultFiles.DatabaseUnder(root);

    /// <summary>The history's file of a command that does not look at the host.</summary>
    public string FindDatabase()
    {
        var read = Settings;
        using var root = OpenRoot(factsOnly: true);
        return DatabaseOf(read, root);
    }

    /// <exception cref="CannotCheckException">There is no history, or it cannot be read.</exception>
    public IHistory ReadHistory() => HistoryFile.OpenForReading(FindDatabase());

    /// <summary>Creates the history where there is none, once something is published.</summary>
    /// <exception cref="CannotCheckException">It cannot be changed.</exception>
    public IHistoryUpdate UpdateHistory() => HistoryFile.OpenForUpdate(FindDatabase(), Timeout);

    /// <summary>Opens an empty history to take the place of one that is damaged, once something is published.</summary>
    /// <param name="aside">Where the damaged one is kept.</param>
    /// <exception cref="CannotCheckException">It is not damaged, or cannot be changed.</exception>
    public IHistoryUpdate ReplaceHistory(out string aside) => HistoryFile.OpenToReplace(FindDatabase(), Timeout, out aside);

    /// <summary>Says why nothing can be said of the host, where that is so, whatever form the report has.</summary>
    public void SayBlind(HostSight sight)
    {
        if (sight.Reason is { } reason)
            Voice.Complain(reason, sight.Advice);
    }

    /// <summary>Keeps that what is new in a report was told, where there is any. Where that cannot be kept, it is told again.</summary>
    public void KeepTold(string database, string consumer, FindingsReport report)
    {
        if (report.Findings.New == 0)
            return;
        try
        {
            ToldFile.Read(database).Put(consumer, report.LastScan);
        }
        catch (CannotCheckException fault)
        {
            Voice.Complain(fault.Message, fault.Hint);
        }
    }

    /// <summary>Prints JSON where that is asked for, else text.</summary>
    /// <param name="format">In which form to print.</param>
    /// <param name="json">Writes the JSON.</param>
    /// <param name="text">Writes the text; null where there is nothing to say.</param>
    public void Answer(FormatOption format, Action<Stream> json, Action<TextWriter, TextStyle>? text)
    {
        if (IsJson(format))
            Printer.Bytes(json);
        else if (text is not null)
            Printer.Text(text);
    }

    public bool IsJson(FormatOption format) => parsed.GetValue(format) == FormatOption.Json;
}
