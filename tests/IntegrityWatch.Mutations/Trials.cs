using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrityWatch.Mutations;

/// <summary>Runs tests with one mutation after the other, and notes which of them no test noticed.</summary>
/// <param name="copy">The woven copy of the repository, built.</param>
/// <param name="namespaces">Which classes of the unit tests take part: a pattern over their full names.</param>
internal sealed class Trials(string copy, Regex namespaces)
{
    private const int Processes = 2;
    private const int FirstOfPolicy = 1_000_000;
    private const string Units = "IntegrityWatch.Tests";
    private const string Lives = "IntegrityWatch.Model";

    /// <summary>The model's lives, short and always the same ones, in process.</summary>
    private static readonly string[] Model = ["-method", "IntegrityWatch.Model.LivesTests.A_host_is_judged_as_the_model_judges_it"];

    /// <summary>Few tests at a time, so that what the first of them notice costs no more than they do.</summary>
    private static readonly TimeSpan Portion = TimeSpan.FromSeconds(3);

    private Learned known = new([], [], []);

    /// <summary>
    /// Learns how long each class takes, and which mutations it comes by. What was learned of this copy before stands for as long as no file that the
    /// class is made of changed.
    /// </summary>
    public void Learn()
    {
        var file = Path.Combine(copy, "classes.json");
        if (File.Exists(file))
            known = JsonSerializer.Deserialize<Learned>(File.ReadAllText(file))!;
        var sources = new TestSources(Path.Combine(copy, "tests"));
        var changed = sources.ChangedSince(known.Files);
        // What is new and fits no class, or left a class behind, changed as well.
        var classes = Classes();
        known.Classes.RemoveAll(one => !classes.ContainsKey(one.Name) || changed.Contains(classes[one.Name]));
        var learned = known.Classes.Select(one => one.Name).Concat(known.LeftOut).ToHashSet(StringComparer.Ordinal);
        var due = classes.Where(each => changed.Contains(each.Value) || !learned.Contains(each.Key)).Select(each => each.Key).ToList();
        known.LeftOut.ExceptWith(due);
        if (due is not [])
            Learn(due);
        known.Files = sources.Hashes;
        File.WriteAllText(file, JsonSerializer.Serialize(known));
    }

    private void Learn(List<string> due)
    {
        Each(due, (name, tester) =>
        {
            var once = tester.Run(0, ProjectOf(name), Chosen([name]), TimeSpan.FromMinutes(5));
            var watch = Stopwatch.StartNew();
            var again = once.Passed ? tester.Run(0, ProjectOf(name), Chosen([name]), TimeSpan.FromMinutes(5)) : once;
            lock (known)
            {
                known.Once.UnionWith(once.Reached);
                if (again.Passed)
                    known.Classes.Add(new TestClass(name, watch.Elapsed, [.. again.Reached]));
                else
                {
                    known.LeftOut.Add(name);
                    Console.WriteLine($"left out, as it fails without any mutation: {name} {again.Failed}");
                }
            }
        });
        known.Classes.Sort((one, other) => one.Takes.CompareTo(other.Takes));
        Console.WriteLine($"classes: {known.Classes.Count}, {due.Count} learned anew, {known.Classes.Sum(one => one.Takes.TotalSeconds):0} s; the longest: "
            + string.Join(", ", known.Classes.TakeLast(5).Select(one => $"{one.Name} {one.Takes.TotalSeconds:0.0} s")));
    }

    /// <summary>Tries each mutation of <paramref name="list"/>. Returns false where one survived.</summary>
    public bool Try(IReadOnlyList<string> list, string results)
    {
        var survived = 0;
        using var output = new StreamWriter(results, append: true) { AutoFlush = true };
        Each(list, (line, tester) =>
        {
            var by = NoticedBy(int.Parse(line.Split('\t')[0], CultureInfo.InvariantCulture), line.Split('\t')[1], tester);
            lock (output)
            {
                output.WriteLine($"{by ?? "SURVIVED"}\t{line}");
                if (by is not null)
                    return;
                survived++;
                Console.WriteLine($"survived: {line}");
            }
        });
        return survived == 0;
    }

    /// <summary>Does something with each, a few at once, each with processes that nobody else uses meanwhile.</summary>
    private void Each<T>(IEnumerable<T> all, Action<T, Tester> act)
    {
        var waiting = new ConcurrentQueue<T>(all);
        Parallel.For(0, Processes, _ =>
        {
            using var tester = new Tester(copy);
            while (waiting.TryDequeue(out var next))
                act(next, tester);
        });
    }

    /// <summary>What noticed it: a test, or <c>time</c> where a run did not end; null for nothing.</summary>
    private string? NoticedBy(int number, string file, Tester tester)
    {
        var those = known.Classes.Where(one => one.Reaches.Contains(number)).ToList();
        // What a process does only once, such as to make its tables, is no class's own, and was done before in a process that is kept.
        var isDoneOnce = those.Count == 0 && (number >= FirstOfPolicy || known.Once.Contains(number));
        if (isDoneOnce)
            those = [.. known.Classes.Where(one => Nearness(one.Name, file) > 0)];
        foreach (var portion in Portions(those.OrderBy(one => one.Name == Lives).ThenByDescending(one => Nearness(one.Name, file))))
            if (tester.Notices(number, ProjectOf(portion[0].Name), Chosen(portion.Select(one => one.Name)), Limit(portion), isDoneOnce) is { } by)
                return by;
        return null;
    }

    private static string ProjectOf(string name) => name == Lives ? Lives : Units;

    private static string[] Chosen(IEnumerable<string> names) => [.. names.SelectMany(name => name == Lives ? Model : ["-class", name])];

    /// <summary>How many folders a file and a class of tests have in common: the tests of a folder notice most of what is wrong in it.</summary>
    private static int Nearness(string name, string file) => name.Split('.').Skip(2)
        .Zip((file.StartsWith("policies/", StringComparison.Ordinal) ? "Detection/Policies" : file.Replace("src/IntegrityWatch.", "", StringComparison.Ordinal)).Split('/'))
        .TakeWhile(pair => pair.First == pair.Second).Count();

    private static IEnumerable<List<TestClass>> Portions(IEnumerable<TestClass> all)
    {
        var portion = new List<TestClass>();
        foreach (var one in all)
        {
            if (one.Name == Lives && portion.Count > 0)
            {
                yield return portion;
                portion = [];
            }
            portion.Add(one);
            if (portion.Aggregate(TimeSpan.Zero, (sum, each) => sum + each.Takes) < Portion)
                continue;
            yield return portion;
            portion = [];
        }
        if (portion.Count > 0)
            yield return portion;
    }

    private static TimeSpan Limit(IEnumerable<TestClass> those) => TimeSpan.FromSeconds(20 + 4 * those.Sum(one => one.Takes.TotalSeconds));

    /// <summary>The classes of tests by name, each with its file below the folder of tests.</summary>
    private Dictionary<string, string> Classes()
    {
        var tests = Path.Combine(copy, "tests");
        return Directory.GetFiles(Path.Combine(tests, Units), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file) is var text && (text.Contains("[Fact", StringComparison.Ordinal) || text.Contains("[Theory", StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(tests, file))
            .Select(file => (Name: Path.ChangeExtension(file, null).Replace('/', '.'), File: file))
            .Where(one => namespaces.IsMatch(one.Name)).Append((Name: Lives, File: Path.Combine(Lives, "LivesTests.cs")))
            .ToDictionary(one => one.Name, one => one.File);
    }

    /// <param name="Classes">The quickest first.</param>
    /// <param name="Once">Which mutations any of them came by when it was run first in a process.</param>
    /// <param name="LeftOut">Classes that fail without any mutation.</param>
    private sealed record Learned(List<TestClass> Classes, HashSet<int> Once, HashSet<string> LeftOut)
    {
        /// <summary>Of what they were learned: hashes by file.</summary>
        public Dictionary<string, string> Files { get; set; } = [];
    }

    /// <param name="Reaches">Which mutations it comes by each time.</param>
    private sealed record TestClass(string Name, TimeSpan Takes, HashSet<int> Reaches);

    /// <summary>Processes that are kept, a project each.</summary>
    private sealed class Tester(string copy) : IDisposable
    {
        private readonly Dictionary<string, TestProcess> processes = [];

        public TestRun Run(int number, string project, string[] chosen, TimeSpan limit)
        {
            if (!processes.TryGetValue(project, out var process))
                processes[project] = process = new TestProcess(copy, project);
            return process.Run(number, chosen, limit);
        }

        /// <summary>The test that noticed; null for none.</summary>
        /// <param name="anew">True where the process must be another than before, and after.</param>
        public string? Notices(int number, string project, string[] chosen, TimeSpan limit, bool anew)
        {
            if (anew)
                Dispose();
            var run = Run(number, project, chosen, limit);
            // What a mutation left behind in the process is no test that notices the next one.
            if (!anew && run.Failed is { } failed && !Run(0, project, ["-method", failed.Split('(')[0]], limit).Passed)
            {
                Dispose();
                run = Run(number, project, chosen, limit);
            }
            if (anew)
                Dispose();
            return run.Passed ? null : run.Failed ?? "time";
        }

        public void Dispose()
        {
            foreach (var process in processes.Values)
                process.Dispose();
        }
    }
}
