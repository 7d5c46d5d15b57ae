using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace IntegrityWatch.Mutations;

/// <summary>Runs tests with one mutation after the other, and notes which of them no test noticed.</summary>
/// <param name="copy">The woven copy of the repository, built.</param>
/// <param name="namespaces">Which classes of the unit tests take part: a pattern over their full names.</param>
internal sealed class Trials(string copy, Regex namespaces)
{
    private const int FirstOfPolicy = 1_000_000;

    /// <summary>The model's lives, short and always the same ones.</summary>
    private const string Model = "IntegrityWatch.Model.LivesTests";

    private readonly string reached = Path.Combine(copy, "mutants-reached");
    private readonly List<Class> classes = [];

    /// <summary>Learns how long each class takes, and which mutations it comes by.</summary>
    public void Learn()
    {
        foreach (var name in Classes())
        {
            File.Delete(reached);
            var watch = Stopwatch.StartNew();
            if (Run(name == Model ? "IntegrityWatch.Model" : "IntegrityWatch.Tests", [name], 0, TimeSpan.FromMinutes(3)))
                classes.Add(new Class(name, watch.Elapsed, Reached()));
            else
                Console.WriteLine($"left out, as it fails without any mutation: {name}");
        }
        classes.Sort((one, other) => one.Takes.CompareTo(other.Takes));
        Console.WriteLine($"classes: {classes.Count}, {classes.Sum(one => one.Takes.TotalSeconds):0} s");
    }

    private HashSet<int> Reached() =>
        File.Exists(reached) ? [.. File.ReadLines(reached).Select(line => int.Parse(line, CultureInfo.InvariantCulture))] : [];

    /// <summary>Tries each mutation of <paramref name="list"/>. Returns false where one survived.</summary>
    public bool Try(IReadOnlyList<string> list, string results)
    {
        var (killed, survived) = (0, 0);
        using var output = new StreamWriter(results);
        foreach (var line in list)
        {
            var number = int.Parse(line.Split('\t')[0], CultureInfo.InvariantCulture);
            var by = NoticedBy(number);
            output.WriteLine($"{by ?? "SURVIVED"}\t{line}");
            output.Flush();
            _ = by is null ? survived++ : killed++;
            if (by is null)
                Console.WriteLine($"survived: {line}");
        }
        Console.WriteLine($"noticed {killed} of {killed + survived}, {(killed + survived == 0 ? 100 : 100.0 * killed / (killed + survived)):0.0} %");
        return survived == 0;
    }

    private string? NoticedBy(int number)
    {
        var those = number >= FirstOfPolicy
            ? classes.Where(one => one.Name.Contains(".Detection.", StringComparison.Ordinal) || one.Name == Model)
            : classes.Where(one => one.Reaches.Contains(number));
        var units = those.Where(one => one.Name != Model).ToList();
        if (units.Count > 0 && !Run("IntegrityWatch.Tests", units.Select(one => one.Name), number, Limit(units)))
            return "unit";
        return those.FirstOrDefault(one => one.Name == Model) is { } model && !Run("IntegrityWatch.Model", [Model], number, Limit([model])) ? "model" : null;
    }

    private static TimeSpan Limit(IEnumerable<Class> those) => TimeSpan.FromSeconds(20 + 4 * those.Sum(one => one.Takes.TotalSeconds));

    private List<string> Classes()
    {
        using var program = Process.Start(new ProcessStartInfo(Program("IntegrityWatch.Tests"), ["-noColor", "-noLogo", "-list", "classes"]) { RedirectStandardOutput = true })!;
        var all = program.StandardOutput.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => namespaces.IsMatch(line)).Append(Model);
        return [.. all];
    }

    private string Program(string project) => Path.Combine(copy, "artifacts/bin", project, "debug", project);

    /// <summary>Runs classes. Returns true where all of their tests passed in time.</summary>
    private bool Run(string project, IEnumerable<string> names, int number, TimeSpan limit)
    {
        var start = new ProcessStartInfo(Program(project), ["-noColor", "-noLogo", "-stopOnFail", "-maxThreads", "2", .. names.SelectMany(name => new[] { "-class", name })])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["INTEGRITYWATCH_MUTANT"] = number.ToString(CultureInfo.InvariantCulture);
        start.Environment["INTEGRITYWATCH_MUTANT_POLICIES"] = Path.Combine(copy, "mutants");
        start.Environment["INTEGRITYWATCH_MODEL_STEPS"] = "1000";
        start.Environment["INTEGRITYWATCH_MODEL_SEED"] = "0000000000001";
        if (number == 0)
            start.Environment["INTEGRITYWATCH_MUTANTS_REACHED"] = reached;
        using var program = Process.Start(start)!;
        program.OutputDataReceived += (_, _) => { };
        program.ErrorDataReceived += (_, _) => { };
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        if (program.WaitForExit(limit))
            return program.ExitCode == 0;
        program.Kill(entireProcessTree: true);
        return false;
    }

    private sealed record Class(string Name, TimeSpan Takes, HashSet<int> Reaches);
}
