using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrityWatch.Detection;

namespace IntegrityWatch.AuditRules;

/// <summary>The names of system calls that each auditctl knows, of every architecture with so many bits.</summary>
internal static class SystemCalls
{
    private static readonly Lazy<IReadOnlyList<SystemCallVersion>> Versions = new(Read);

    /// <summary>The oldest that was looked at.</summary>
    public static Version Oldest => Versions.Value[0].Auditctl;

    /// <summary>The newest that was looked at.</summary>
    public static Version Newest => Versions.Value[^1].Auditctl;

    /// <summary>Why auditctl refuses a name; null where it takes it.</summary>
    /// <param name="name">A name or a number.</param>
    /// <param name="arch">b64, b32, or null for either: auditctl then takes the machine's own.</param>
    /// <param name="auditctl">Which one.</param>
    public static SystemCallDoubt? Ask(string name, string? arch, Version auditctl)
    {
        if (name.All(char.IsAsciiDigit))
            return null;
        var first = Versions.Value.TakeWhile(version => !version.Of(arch).Contains(name)).Count();
        if (first == Versions.Value.Count)
            return new SystemCallDoubt($"{arch ?? "b64"} has no system call of this name: {name}", IsCertain: true);
        var since = Versions.Value[first].Auditctl;
        if (first == 0 || auditctl >= since)
            return null;
        var lacks = Versions.Value[first - 1].Auditctl;
        return auditctl <= lacks
            ? new SystemCallDoubt($"auditctl {auditctl} knows no system call of this name, {since} does: {name}", IsCertain: true)
            : new SystemCallDoubt($"auditctl {lacks} knows no system call of this name, {since} does, and whether {auditctl} does was not looked at: {name}",
                IsCertain: false);
    }

    private static IReadOnlyList<SystemCallVersion> Read()
    {
        using var stream = ShippedData.Open("system-calls.json");
        return JsonSerializer.Deserialize(stream, SystemCallJson.Default.SystemCallFile)!.Versions;
    }
}

/// <param name="Message">Why a name is refused.</param>
/// <param name="IsCertain">False where it may be taken all the same.</param>
internal sealed record SystemCallDoubt(string Message, bool IsCertain);

/// <summary>The file <c>policies/system-calls.json</c>.</summary>
internal sealed record SystemCallFile
{
    public required string Source { get; init; }

    /// <summary>From the oldest on; each with the names that the one before it lacks.</summary>
    public required IReadOnlyList<SystemCallVersion> Versions { get; init; }
}

/// <summary>What a version of auditctl knows beside what the one before it does.</summary>
internal sealed record SystemCallVersion
{
    public required Version Auditctl { get; init; }

    public required HashSet<string> B64 { get; init; }

    public required HashSet<string> B32 { get; init; }

    public HashSet<string> Of(string? arch) => arch == "b32" ? B32 : B64;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SystemCallFile))]
internal sealed partial class SystemCallJson : JsonSerializerContext;
