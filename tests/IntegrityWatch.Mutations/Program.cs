using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IntegrityWatch.Mutations;

// weave COPY OUT DROPPED PATH...   puts every mutation of the C# files below PATH... into COPY, behind a switch; writes a line for each to OUT:
//                                  number, file, line, kind, text. What stands in DROPPED (file:line, a line each) is left as it is.
// policy COPY OUT                  writes a policy file for each mutation of policies/default.json into COPY/mutants, and a line for each to OUT.
// try COPY LIST RESULTS CLASSES    runs the tests of the classes that fit, and the model, with each mutation of LIST; appends who noticed it to
//                                  RESULTS, and ends with 1 where one survived.
return args switch
{
    ["weave", var copy, var output, var dropped, .. var paths] => Weave(copy, output, dropped, paths),
    ["policy", var copy, var output] => Policy(copy, output),
    ["try", var copy, var list, var results, var classes] => Try(copy, list, results, classes),
    _ => Usage(),
};

static int Weave(string copy, string output, string dropped, string[] paths)
{
    var left = File.Exists(dropped) ? File.ReadLines(dropped).ToHashSet(StringComparer.Ordinal) : [];
    var lines = new StringBuilder();
    var number = 0;
    var files = paths.Select(path => Path.Combine(copy, path))
        .SelectMany(path => File.Exists(path) ? [path] : Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal);
    foreach (var file in files)
    {
        var name = Path.GetRelativePath(copy, file);
        var weaver = new Weaver(number, line => left.Contains($"{name}:{line}"));
        var woven = weaver.Weave(File.ReadAllText(file));
        File.WriteAllText(file, woven);
        foreach (var mutation in weaver.Mutations)
            lines.Append(CultureInfo.InvariantCulture, $"{mutation.Number}\t{name}\t{mutation.Line}\t{mutation.Kind}\t{mutation.Text}\n");
        number += weaver.Mutations.Count;
    }
    File.WriteAllText(output, lines.ToString());
    File.WriteAllText(Path.Combine(copy, "src/IntegrityWatch.Platform/Mutants.cs"), Woven.Switch);
    foreach (var project in (string[])["IntegrityWatch.Tests", "IntegrityWatch.Model"])
        File.WriteAllText(Path.Combine(copy, "tests", project, "MutantServer.cs"), Woven.Server);
    Console.WriteLine($"mutations: {number}");
    return 0;
}

static int Policy(string copy, string output)
{
    var folder = Directory.CreateDirectory(Path.Combine(copy, "mutants")).FullName;
    var lines = new StringBuilder();
    foreach (var (number, place, kind, text) in PolicyMutations.Of(File.ReadAllText(Path.Combine(copy, "policies/default.json"))))
    {
        File.WriteAllText(Path.Combine(folder, $"{number}.json"), text);
        lines.Append(CultureInfo.InvariantCulture, $"{number}\tpolicies/default.json\t0\t{kind}\t{place}\n");
    }
    File.AppendAllText(output, lines.ToString());
    var shipped = Path.Combine(copy, "src/IntegrityWatch.Detection/ShippedData.cs");
    File.WriteAllText(shipped, File.ReadAllText(shipped).Replace(
        "typeof(ShippedData)", "Mutants.Policy(name) is { } mutated ? mutated : typeof(ShippedData)", StringComparison.Ordinal));
    return 0;
}

static int Try(string copy, string list, string results, string classes)
{
    var trials = new Trials(copy, new Regex(classes));
    trials.Learn();
    return trials.Try(File.ReadAllLines(list), results) ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("see tests/mutations/run");
    return 3;
}
