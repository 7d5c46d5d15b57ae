using IntegrityWatch.Fuzz.Guidance;

namespace IntegrityWatch.Fuzz.SelfCheck;

/// <summary>Tries whether the guide guides: it must find a way that changes of the seed alone do not find with as many inputs.</summary>
internal static class GuideCheck
{
    private const int MostInputs = 400_000;
    private const int TriesOfNew = 16;
    private const int Seed = 1;

    /// <summary>What is wrong; null where nothing is.</summary>
    public static string? Fault(CoverageMap map)
    {
        var guided = InputsToTheEnd(map, isGuided: true, MostInputs);
        if (guided is null)
            return $"the guide did not find its way with {MostInputs} inputs: are the readers instrumented?";
        return InputsToTheEnd(map, isGuided: false, guided.Value) is null ? null : "chance found the way as fast as the guide: it checks nothing";
    }

    private static int? InputsToTheEnd(CoverageMap map, bool isGuided, int most)
    {
        var guide = new Guide(new MazeTarget(), [], Seed);
        for (var number = 0; number <= most; number++)
        {
            var input = guide.Make(number);
            map.Clear();
            if (Maze.LeadsOut(input))
                return number;
            if ((isGuided || number == 0) && guide.Queue.Offer(input, map))
                guide.Queue.Shorten(input, map, TriesOfNew, shorter =>
                {
                    map.Clear();
                    return !Maze.LeadsOut(shorter);
                });
        }
        return null;
    }
}
