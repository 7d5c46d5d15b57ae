using System.Reflection;

namespace IntegrityWatch.Fleet.Store;

/// <summary>One step from no store to the latest form of its tables: a file of <c>Schema</c>, which is never changed once it was released.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Name">Of the file.</param>
/// <param name="Sql">What it holds.</param>
public sealed record Migration(int Number, string Name, string Sql)
{
    private const string Prefix = "schema/";

    /// <summary>In their order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    public static int Latest => All[^1].Number;

    /// <summary>A statement ends where a line ends in a semicolon.</summary>
    public IReadOnlyList<string> Statements =>
        [.. string.Join('\n', Sql.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal))).Split(";\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(statement => statement.Trim())
            .Where(statement => statement.Length > 0)];

    private static IReadOnlyList<Migration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select((name, index) =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return new Migration(index + 1, name[Prefix.Length..], reader.ReadToEnd());
            })];
    }
}
