using System.CommandLine;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary>The history that a command without a look at the host is about.</summary>
internal static class BaselineHistory
{
    /// <exception cref="CannotCheckException">There is none, or it cannot be read.</exception>
    public static IHistory Read(ParseResult parsed, GlobalOptions options, Session session) =>
        HistoryFile.OpenForReading(Place(parsed, options, session));

    /// <summary>Creates it where there is none, once something is published.</summary>
    /// <exception cref="CannotCheckException">It cannot be changed.</exception>
    public static IHistoryUpdate Update(ParseResult parsed, GlobalOptions options, Session session) =>
        HistoryFile.OpenForUpdate(Place(parsed, options, session));

    private static string Place(ParseResult parsed, GlobalOptions options, Session session)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        using var root = new EvidenceRoot(options.Root(parsed));
        return options.Database(parsed, options.Settings(parsed), root);
    }
}
