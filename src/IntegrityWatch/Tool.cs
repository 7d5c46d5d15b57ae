using System.Reflection;
using IntegrityWatch.Reporting;

namespace IntegrityWatch;

/// <summary>This program, as its output names it.</summary>
internal static class Tool
{
    public static readonly ToolInfo Info = new("integritywatch",
        typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
}
