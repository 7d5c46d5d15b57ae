using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Text;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Terminal;

namespace IntegrityWatch;

/// <summary>This program, as its output names it.</summary>
internal static class Tool
{
    private const int ShortCommit = 7;

    /// <summary>The version, and after a plus the commit where the sources lay in a repository.</summary>
    private static readonly string[] Built =
        typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2);

    public static readonly ToolInfo Info = new("integritywatch", Built[0]);

    /// <summary>The commit that it was built from, shortened; null where it was built from sources without their history.</summary>
    public static string? Commit { get; } = Built is [_, { Length: >= ShortCommit } commit] ? commit[..ShortCommit] : null;
}

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
