using System.CommandLine;
using IntegrityWatch.Configuration;
using IntegrityWatch.History;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary>The history that a command without a look at the host is about.</summary>
internal static class HistoryPlace
{
    /// <summary>
    /// How long a command waits for another that holds the history, such as the scan that a timer has just started. Monitoring waits for an
    /// answer no longer than ten seconds, as a rule.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="CannotCheckException">There is none, or it cannot be read.</exception>
    public static IHistory Read(ParseResult parsed, GlobalOptions options, Session session) =>
        HistoryFile.OpenForReading(Find(parsed, options, options.Settings(parsed), session));

    /// <summary>Creates it where there is none, once something is published.</summary>
    /// <exception cref="CannotCheckException">It cannot be changed.</exception>
    public static IHistoryUpdate Update(ParseResult parsed, GlobalOptions options, Session session) =>
        HistoryFile.OpenForUpdate(Find(parsed, options, options.Settings(parsed), session), Patience);

    /// <summary>An empty one to take the place of one that is damaged, once something is published.</summary>
    /// <exception cref="CannotCheckException">It is not damaged, or cannot be changed.</exception>
    public static IHistoryUpdate Replace(ParseResult parsed, GlobalOptions options, Session session, out string aside) =>
        HistoryFile.OpenToReplace(Find(parsed, options, options.Settings(parsed), session), Patience, out aside);

    /// <summary>Where it lies, whether it is there or not.</summary>
    public static string Find(ParseResult parsed, GlobalOptions options, Settings settings, Session session)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        using var root = options.OpenRoot(parsed, session, factsOnly: true);
        return options.Database(parsed, settings, root);
    }
}
