namespace IntegrityWatch.Commands.Config;

/// <summary><c>config</c>: what the configuration says, whether it is well, and which rules decide where.</summary>
internal sealed class ConfigCommand : ProgramCommand
{
    public ConfigCommand() : base("config", "Show the configuration, check it and the policies, or say which rules decide at a path",
        "config show", "config check", "config explain /tmp/build/java")
    {
        Add(new ConfigShowCommand());
        Add(new ConfigCheckCommand());
        Add(new ConfigExplainCommand());
    }
}
