using System.Globalization;

namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>What kind of root is asked for.</summary>
internal sealed class GenerateOptions
{
    public const string Usage = """
        usage: IntegrityWatch.Benchmarks generate ROOT [options]
        Writes an evidence root. The same options make the same bytes. A root that is there grows: entries and lines are added
        behind those that it has, as on a host; with another --boot the list begins anew and the log goes on.
          --entries N         files in the measurement list beside the boot aggregate (1000)
          --boot N            which boot, from 0 on; each has its own boot id and begins six hours after the one before (0)
          --changes N         how many files get other content with each boot (0)
          --log-lines N       lines that the audit log gets in each boot (0: no log)
          --lines-per-rule N  one INTEGRITY_RULE record in so many lines (60)
          --log-files N       how many files these records name, one after another (as many as entries)
          --log-form FORM     raw or enriched (raw)
          --measure FOLDER    the list names every regular file below ROOT/FOLDER with the SHA-256 of what lies there
          --seed N            makes other names and content (1)
        """;

    public required string Root { get; init; }

    public int Entries { get; private set; } = 1000;

    public int Boot { get; private set; }

    public int Changes { get; private set; }

    public int LogLines { get; private set; }

    public int LinesPerRule { get; private set; } = 60;

    /// <summary>Null: as many as the list has entries.</summary>
    public int? LogFiles { get; private set; }

    public bool IsEnriched { get; private set; }

    /// <summary>Below the root; null where the files are made up.</summary>
    public string? Measured { get; private set; }

    public int Seed { get; private set; } = 1;

    /// <summary>Null where the arguments are none that this program has.</summary>
    public static GenerateOptions? Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count % 2 == 0 || arguments[0].StartsWith('-'))
            return null;
        var options = new GenerateOptions { Root = Path.GetFullPath(arguments[0]) };
        for (var at = 1; at < arguments.Count; at += 2)
            if (!options.Take(arguments[at], arguments[at + 1]))
                return null;
        return options;
    }

    private bool Take(string name, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, null, out var number);
        switch (name)
        {
            case "--entries" when isNumber:
                Entries = number;
                return true;
            case "--boot" when isNumber:
                Boot = number;
                return true;
            case "--changes" when isNumber:
                Changes = number;
                return true;
            case "--log-lines" when isNumber:
                LogLines = number;
                return true;
            case "--lines-per-rule" when isNumber && number > 0:
                LinesPerRule = number;
                return true;
            case "--log-files" when isNumber && number > 0:
                LogFiles = number;
                return true;
            case "--log-form" when value is "raw" or "enriched":
                IsEnriched = value == "enriched";
                return true;
            case "--measure":
                Measured = value.Trim('/');
                return true;
            case "--seed" when isNumber:
                Seed = number;
                return true;
            default:
                return false;
        }
    }
}
