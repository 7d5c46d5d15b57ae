using System.Globalization;

namespace IntegrityWatch.Fuzz;

/// <summary>What the command line asks for.</summary>
internal sealed class Options
{
    public const string Usage = """
        usage: IntegrityWatch.Fuzz [--seconds N] [--seed N] [--first N] [--target NAME] [--replay FILE]
          --seconds N    how long (60)
          --seed N       repeats a run: the same seed and number make the same input
          --first N      the number of the first input (0)
          --target NAME  one target alone
          --replay FILE  gives that target one input and ends
        """;

    public int Seconds { get; private set; } = 60;

    public int Seed { get; private set; } = Environment.TickCount;

    public long First { get; private set; }

    public string? Target { get; private set; }

    public string? Replay { get; private set; }

    /// <summary>Null where the arguments are none that this program has.</summary>
    public static Options? Parse(string[] arguments)
    {
        var options = new Options();
        if (arguments.Length % 2 != 0)
            return null;
        for (var at = 0; at < arguments.Length; at += 2)
            if (!options.Take(arguments[at], arguments[at + 1]))
                return null;
        return options.Replay is null || options.Target is not null ? options : null;
    }

    private bool Take(string name, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        switch (name)
        {
            case "--seconds" when isNumber:
                Seconds = number;
                return true;
            case "--seed" when isNumber:
                Seed = number;
                return true;
            case "--first" when isNumber && number >= 0:
                First = number;
                return true;
            case "--target":
                Target = value;
                return true;
            case "--replay":
                Replay = value;
                return true;
            default:
                return false;
        }
    }
}
