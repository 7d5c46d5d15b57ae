using System.CommandLine;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>config</c>: what the configuration says, and whether it is well.</summary>
internal static class ConfigCommand
{
    public static Command Build(GlobalOptions options, Session session) => new("config", "Show the configuration, or check it and the policies")
    {
        ConfigShowCommand.Build(options, session),
        ConfigCheckCommand.Build(options, session),
    };
}
