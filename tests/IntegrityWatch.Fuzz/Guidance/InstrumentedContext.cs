using System.Reflection;
using System.Runtime.Loader;
using IntegrityWatch.Fuzz.SelfCheck;
using SharpFuzz;

namespace IntegrityWatch.Fuzz.Guidance;

/// <summary>
/// The readers, and this program with them, loaded a second time from copies in which every branch counts itself in a map. What was
/// built stays as it is.
/// </summary>
internal sealed class InstrumentedContext : AssemblyLoadContext, IDisposable
{
    private static readonly string Self = typeof(InstrumentedContext).Assembly.GetName().Name!;

    /// <summary>In this order they are given their branches' numbers, of which there are 65,536: the readers first.</summary>
    private static readonly string[] Readers =
    [
        "IntegrityWatch.Platform", "IntegrityWatch.Evidence", "IntegrityWatch.Detection", "IntegrityWatch.AuditRules", "IntegrityWatch.History",
        "integritywatch", "LiteDB", "IntegrityWatch.Delivery", "IntegrityWatch.Reporting", "IntegrityWatch.Fleet", "IntegrityWatch.Scanning", "IntegrityWatch.Doctor",
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("integritywatch-fuzz-");

    public InstrumentedContext() : base("instrumented")
    {
        // One that is left out would call the readers that were built, and not these.
        foreach (var name in Readers.Union(Directory.GetFiles(AppContext.BaseDirectory, "IntegrityWatch.*.dll").Select(Path.GetFileNameWithoutExtension).Where(name => name != Self)))
            Instrument(name!, _ => true);
        // A fuzzer that counted its own steps would follow itself.
        Instrument(Self, type => type == typeof(Maze).FullName);
    }

    /// <summary>Runs the program's static method of this name, with those arguments, on instrumented readers.</summary>
    public int Run(Type type, string method, string[] arguments)
    {
        var entry = LoadFromAssemblyName(new AssemblyName(Self)).GetType(type.FullName!, throwOnError: true)!
            .GetMethod(method, BindingFlags.Public | BindingFlags.Static)!;
        return entry.CreateDelegate<Func<string[], int>>()(arguments);
    }

    public void Dispose() => folder.Delete(recursive: true);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var copy = CopyOf(assemblyName.Name!);
        return File.Exists(copy) ? LoadFromAssemblyPath(copy) : null;
    }

    private string CopyOf(string name) => Path.Combine(folder.FullName, name + ".dll");

    private void Instrument(string name, Func<string, bool> types)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, name + ".dll"), CopyOf(name));
        Fuzzer.Instrument(CopyOf(name), types, SharpFuzz.Options.Value);
    }
}
