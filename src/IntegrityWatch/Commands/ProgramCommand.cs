using System.CommandLine;

namespace IntegrityWatch.Commands;

/// <summary>A command of this program, or a group of them.</summary>
/// <param name="name">The word that names it.</param>
/// <param name="description">What it does, in one sentence.</param>
/// <param name="examples">How it is used most often, as it is typed behind the program's name.</param>
internal class ProgramCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>What its help shows below the options.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}

/// <inheritdoc/>
internal abstract class RunnableCommand(string name, string description, params string[] examples) : ProgramCommand(name, description, examples)
{
    /// <summary>Does what the command is for. Returns the exit code.</summary>
    /// <exception cref="CannotCheckException">Something keeps it from that.</exception>
    public abstract int Run(CommandRun run);
}
