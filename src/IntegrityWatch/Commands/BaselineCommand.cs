using System.CommandLine;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>baseline</c>: what is approved.</summary>
internal static class BaselineCommand
{
    public static Command Build(GlobalOptions options, Session session) => new("baseline", "Approve what the host is now")
    {
        CaptureCommand.Build(options, session),
    };
}
