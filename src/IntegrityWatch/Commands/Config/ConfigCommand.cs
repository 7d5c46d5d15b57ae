namespace IntegrityWatch.Commands.Config;

/// <summary><c>config</c>: what the configuration says, and whether it is well.</summary>
internal sealed class ConfigCommand : ProgramCommand
{
    public ConfigCommand() : base("config", "Show the configuration, or check it and the policies",
        "config show", "config check")
    {
        Add(new ConfigShowCommand());
        Add(new ConfigCheckCommand());
    }
}
