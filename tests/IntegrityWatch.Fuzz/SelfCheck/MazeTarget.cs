using System.Text;

namespace IntegrityWatch.Fuzz.SelfCheck;

/// <summary>A reader that stands everything but what leads out of the maze.</summary>
internal sealed class MazeTarget : IFuzzTarget
{
    public string Name => "maze";

    /// <summary>No reader: it runs only where it is named.</summary>
    public const string OfSelf = "self-check";

    public string Group => OfSelf;

    public IReadOnlyList<byte[]> Seeds { get; } = [Encoding.ASCII.GetBytes("somewhere")];

    public IReadOnlyList<string> Words => [];

    public void Run(byte[] input) => BrokenPromiseException.Unless(!Maze.LeadsOut(input), "nobody finds the way out");
}
