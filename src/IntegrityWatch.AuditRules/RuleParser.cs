namespace IntegrityWatch.AuditRules;

/// <summary>
/// Reads a line of a rules file as auditctl reads it (setopt in src/auditctl.c), whose options stand in the line as they would on
/// its command line.
/// </summary>
internal static class RuleParser
{
    private const string WithValue = "aAdCefFmpqrRSwWkb";
    private const string WithoutValue = "cDhilstv";

    private static readonly string[] LongOptions =
        ["loginuid-immutable", "backlog_wait_time", "reset-lost", "signal", "reset_backlog_wait_time_actual"];

    /// <param name="line">The line.</param>
    /// <param name="isListing">True for what <c>auditctl -l</c> printed, where a key's spaces are not escaped.</param>
    /// <param name="host">Which is to load it; one of which nothing is known where none is named.</param>
    /// <exception cref="FormatException">auditctl or the kernel would refuse the line; the message says why.</exception>
    public static RuleStatement Parse(RuleLine line, bool isListing = false, RuleHost? host = null)
    {
        var builder = new RuleBuilder(isListing, host ?? RuleHost.Unknown);
        var kind = RuleStatementKind.Setting;
        var isWatch = false;
        string? clearedKey = null;
        string? stray = null;
        foreach (var (option, value) in Options(isListing ? Joined(line.Words) : line.Words, word => stray ??= word))
            switch (option)
            {
                case "-a" or "-A":
                    builder.Start(value.Text);
                    kind = RuleStatementKind.Add;
                    break;
                case "-d":
                    builder.Start(value.Text);
                    kind = RuleStatementKind.Remove;
                    break;
                case "-w" or "-W":
                    builder.Watch(value.Text);
                    isWatch = true;
                    kind = option == "-w" ? RuleStatementKind.Add : RuleStatementKind.Remove;
                    break;
                case "-S":
                    builder.Call(value.Text);
                    break;
                case "-F":
                    builder.Field(value);
                    break;
                case "-C":
                    builder.Compare(value.Text);
                    break;
                case "-p":
                    builder.Permit(value.Text);
                    break;
                case "-k" when kind == RuleStatementKind.Clear:
                    clearedKey = value.Text;
                    kind = RuleStatementKind.ClearKey;
                    break;
                case "-k":
                    builder.ShortKey(value);
                    break;
                case "-D":
                    kind = RuleStatementKind.Clear;
                    break;
                case "-i" or "-c":
                    kind = RuleStatementKind.GoOn;
                    break;
                case "-e":
                    kind = OneOf(option, value.Text) switch
                    {
                        '0' => RuleStatementKind.Disable,
                        '2' => RuleStatementKind.Lock,
                        _ => RuleStatementKind.Setting,
                    };
                    break;
                case "-f":
                    OneOf(option, value.Text);
                    break;
                case "-b" or "-r" or "--backlog_wait_time" when value.Text is not [>= '0' and <= '9', ..]:
                    throw new FormatException($"{option} takes a number: {value.Text}");
                case "-q" when !value.Text.Contains(','):
                    throw new FormatException($"-q takes two folders with a comma between: {value.Text}");
                case "-h":
                    throw new FormatException("-h is no rule");
                case "-R":
                    throw new FormatException("a rules file cannot name another");
            }
        if (stray is not null)
            throw new FormatException(stray switch
            {
                ['#', ..] => "a comment needs a line of its own",
                ['\t', ..] => "only spaces part words and may begin a line, tabs may not",
                _ => $"a word stands alone, and a space within a value needs a backslash before it: {stray}",
            });
        if (kind is not (RuleStatementKind.Add or RuleStatementKind.Remove))
            return new RuleStatement(kind, Key: clearedKey);
        return builder.IsOfThePast
            ? new RuleStatement(RuleStatementKind.Setting)
            : new RuleStatement(kind, builder.Build(), isWatch) { Doubts = builder.Doubts };
    }

    private static char OneOf(string option, string value) => value is ['0' or '1' or '2']
        ? value[0]
        : throw new FormatException($"{option} takes 0, 1 or 2: {value}");

    /// <summary>As getopt gives them, also from words that stand elsewhere than it would look first.</summary>
    private static IEnumerable<(string Option, RuleWord Value)> Options(IReadOnlyList<RuleWord> words, Action<string> stray)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (word.Text is not ['-', _, ..])
            {
                stray(word.Text);
            }
            else if (word.Text.StartsWith("--", StringComparison.Ordinal))
            {
                var equals = word.Text.IndexOf('=');
                var name = Complete(equals < 0 ? word.Text[2..] : word.Text[2..equals]);
                var takesValue = name is "backlog_wait_time" or "signal";
                var value = !takesValue ? default : equals >= 0 ? word.From(equals + 1) : Next("--" + name, ref at);
                yield return ("--" + name, value);
            }
            else
            {
                // Letters that take no value may share a word; the value of one that does may follow in the same word.
                for (var letter = 1; letter < word.Text.Length; letter++)
                {
                    var option = $"-{word.Text[letter]}";
                    if (WithoutValue.Contains(word.Text[letter]))
                    {
                        yield return (option, default);
                        continue;
                    }
                    if (!WithValue.Contains(word.Text[letter]))
                        throw new FormatException($"no such option: {option}");
                    yield return (option, letter + 1 < word.Text.Length ? word.From(letter + 1) : Next(option, ref at));
                    break;
                }
            }
        }

        RuleWord Next(string option, ref int at) =>
            ++at < words.Count ? words[at] : throw new FormatException($"{option} has no value");
    }

    /// <summary>A long option may be cut as long as it can be told from the others.</summary>
    private static string Complete(string name)
    {
        if (LongOptions.Contains(name))
            return name;
        var fitting = LongOptions.Where(known => known.StartsWith(name, StringComparison.Ordinal)).ToList();
        return fitting.Count == 1 ? fitting[0] : throw new FormatException($"no such option: --{name}");
    }

    /// <summary>The words of a key put together again.</summary>
    private static List<RuleWord> Joined(IReadOnlyList<RuleWord> words)
    {
        var joined = new List<RuleWord>();
        foreach (var word in words)
            if (joined.Count > 1 && !word.Text.StartsWith('-')
                && (joined[^1].Text.StartsWith("key=", StringComparison.Ordinal) || joined[^2].Text == "-k"))
                joined[^1] = new RuleWord($"{joined[^1].Text} {word.Text}", joined[^1].Bytes + 1 + word.Bytes);
            else
                joined.Add(word);
        return joined;
    }
}

/// <summary>A line of a rules file, understood.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Rule">The rule that it adds or removes; null for anything else.</param>
/// <param name="IsWatch">Written in the deprecated form, <c>-w</c>.</param>
/// <param name="Key">The key whose rules it throws away.</param>
internal sealed record RuleStatement(RuleStatementKind Kind, AuditRule? Rule = null, bool IsWatch = false, string? Key = null)
{
    /// <summary>What may keep it from loading on some hosts.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];
}

/// <summary>What a line of a rules file does.</summary>
internal enum RuleStatementKind
{
    /// <summary>Sets something that decides nothing here, such as the backlog.</summary>
    Setting,
    Add,
    Remove,

    /// <summary><c>-D</c>: throws away every rule so far.</summary>
    Clear,

    /// <summary><c>-D -k</c>: throws away the rules of a key.</summary>
    ClearKey,

    /// <summary><c>-i</c> or <c>-c</c>: a line that is refused no longer ends the load.</summary>
    GoOn,

    /// <summary><c>-e 0</c>: no events from here on.</summary>
    Disable,

    /// <summary><c>-e 2</c>: no changes from here on.</summary>
    Lock,
}
