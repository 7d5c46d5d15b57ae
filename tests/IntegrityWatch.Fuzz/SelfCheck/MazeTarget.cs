using System.Text;

namespace IntegrityWatch.Fuzz.SelfCheck;

/// <summary>A reader that stands everything but what leads out of the maze.</summary>
internal sealed class MazeTarget : IFuzzTarget
{
    public string Name => "maze";

    public string Group => "self-check";

    public bool IsOnlyNamed => true;

    public IReadOnlyList<byte[]> Seeds { get; } = [Encoding.ASCII.GetBytes("somewhere")];

    public IReadOnlyList<string> Words => [];

    public void Run(byte[] input) => BrokenPromiseException.Unless(!Maze.LeadsOut(input), "nobody finds the way out");
}
