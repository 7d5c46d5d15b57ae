using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands.Config;

/// <summary><c>config explain</c>: which rules decide at a path, and what they would say of each kind there. Looks at no evidence.</summary>
internal sealed class ConfigExplainCommand : RunnableCommand
{
    private readonly Argument<string> path = new("PATH") { Description = "A path of the host, as reports print it" };
    private readonly FormatOption format = new();

    public ConfigExplainCommand() : base("explain", "Say which rules of the policy decide at a path, and what they would say of each kind of finding there",
        "config explain /tmp/build/java", "config explain /srv/ci/tool --policy test.json --format json")
    {
        Add(path);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        var asked = RawArguments.Paths(run.Value(path)!)[^1];
        var answer = new PathExplanation(run.Policy, asked);
        run.Answer(format, stream => JsonExplanation.Write(stream, Tool.Info, answer), (writer, style) => PathExplanationText.Write(writer, style, answer));
        return 0;
    }
}
