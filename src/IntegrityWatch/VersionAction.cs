using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch;

/// <summary><c>--version</c>: the version, and the commit that it was built from where that is known.</summary>
internal sealed class VersionAction(Session session) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var commit = Tool.Commit is { } known ? $" ({known})" : "";
        session.Output.Write(Encoding.UTF8.GetBytes($"{Tool.Info.Name} {Tool.Info.Version}{commit}\n"));
        session.Output.Flush();
        return 0;
    }
}
