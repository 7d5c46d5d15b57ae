using System.Globalization;

namespace IntegrityWatch.Fuzz;

/// <summary>What the command line asks for.</summary>
internal sealed class Options
{
    public const string Usage = """
        usage: IntegrityWatch.Fuzz [--seconds N | --processor-seconds N] [--seed N] [--target NAME] [--keep FOLDER] [--replay FILE]
          --seconds N            how long, on the wall (60)
          --processor-seconds N  how long in processor time of the thread that reads: counts beside other work too
          --seed N               repeats a run: each target gets the same inputs in the same order
          --target NAME          one target or one group alone: list, audit, policy, baseline, package, archive, history, key, host
          --keep FOLDER          writes there, a folder for each target, few inputs that take every edge that was seen
          --replay FILE          gives that one target one input and ends
        """;

    private const int UsualSeconds = 60;

    private int? seconds;
    private int? processorSeconds;

    public int Seed { get; private set; } = Environment.TickCount;

    public string? Target { get; private set; }

    public string? Keep { get; private set; }

    public string? Replay { get; private set; }

    public string Length => processorSeconds is { } processor ? $"{processor} s of processor time" : $"{seconds ?? UsualSeconds} s";

    public bool IsWanted(IFuzzTarget target) =>
        Target == target.Name || (!target.IsOnlyNamed && Replay is null && (Target is null || Target == target.Group));

    /// <summary>Begins now.</summary>
    public Deadline Deadline() => new(
        processorSeconds is null ? TimeSpan.FromSeconds(seconds ?? UsualSeconds) : null,
        processorSeconds is { } processor ? TimeSpan.FromSeconds(processor) : null);

    /// <summary>Null where the arguments are none that this program has.</summary>
    public static Options? Parse(string[] arguments)
    {
        var options = new Options();
        if (arguments.Length % 2 != 0)
            return null;
        for (var at = 0; at < arguments.Length; at += 2)
            if (!options.Take(arguments[at], arguments[at + 1]))
                return null;
        return options is { Replay: not null, Target: null } or { seconds: not null, processorSeconds: not null } ? null : options;
    }

    private bool Take(string name, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.AllowLeadingSign, null, out var number);
        switch (name)
        {
            case "--seconds" when isNumber:
                seconds = number;
                return true;
            case "--processor-seconds" when isNumber:
                processorSeconds = number;
                return true;
            case "--seed" when isNumber:
                Seed = number;
                return true;
            case "--target":
                Target = value;
                return true;
            case "--keep":
                Keep = value;
                return true;
            case "--replay":
                Replay = value;
                return true;
            default:
                return false;
        }
    }
}
