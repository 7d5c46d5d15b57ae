using System.Reflection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Reporting;

namespace IntegrityWatch;

/// <summary>This program, as its output names it.</summary>
internal static class Tool
{
    private const int ShortCommit = 7;

    /// <summary>The version, and after a plus the commit where the sources lay in a repository.</summary>
    private static readonly string[] Built =
        typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2);

    public static readonly ToolInfo Info = new("integritywatch", Built[0]);

    /// <summary>The commit that it was built from, shortened; null where it was built from sources without their history.</summary>
    public static string? Commit { get; } = Built is [_, { Length: >= ShortCommit } commit] ? commit[..ShortCommit] : null;
}
