using System.CommandLine;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>baseline</c>: what is approved, and how it came to be.</summary>
internal static class BaselineCommand
{
    public static Command Build(GlobalOptions options, Session session) => new("baseline", "Approve what the host is now, and tell, compare, carry and check what was approved")
    {
        CaptureCommand.Build(options, session),
        BaselineListCommand.Build(options, session),
        BaselineShowCommand.Build(options, session),
        BaselineDiffCommand.Build(options, session),
        BaselineExportCommand.Build(options, session),
        BaselineImportCommand.Build(options, session),
        BaselineVerifyCommand.Build(options, session),
    };
}
