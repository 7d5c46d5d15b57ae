using System.Buffers;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.AuditRules;

/// <summary>The host that is to load the rules, as far as it decides whether a line loads.</summary>
public sealed record RuleHost
{
    /// <summary>A host of which nothing is known: the oldest auditctl, and any user and group.</summary>
    public static readonly RuleHost Unknown = new();

    /// <summary>By the package that has auditctl in it, as dpkg and rpm name it.</summary>
    private static readonly string[] PackageNames = ["auditd", "audit"];

    private static readonly SearchValues<char> VersionLetters = SearchValues.Create("0123456789.");

    /// <summary>The auditctl that loads them; the oldest that is known here where nothing says which.</summary>
    public Version Auditctl { get; private init; } = SystemCalls.Oldest;

    /// <summary>Null where it is not known which users there are.</summary>
    internal AccountNames? Users { get; private init; }

    /// <summary>Null where it is not known which groups there are.</summary>
    internal AccountNames? Groups { get; private init; }

    /// <summary>What the packages, etc/passwd and etc/group below a root say.</summary>
    public static RuleHost Of(EvidenceRoot root)
    {
        using var packages = PackageManagers.OpenDatabase(root);
        return new RuleHost
        {
            Auditctl = packages is null ? SystemCalls.Oldest
                : PackageNames.Select(packages.Packages.GetValueOrDefault).OfType<InstalledPackage>().Select(package => VersionOf(package.Version))
                    .OfType<Version>().FirstOrDefault() ?? SystemCalls.Oldest,
            Users = AccountNames.OfUsers(root),
            Groups = AccountNames.OfGroups(root),
        };
    }

    /// <summary>Only which auditctl it is.</summary>
    internal static RuleHost With(Version auditctl) => new() { Auditctl = auditctl };

    /// <summary>From a package's, such as <c>1:4.0.2-2+b2</c>.</summary>
    internal static Version? VersionOf(string version)
    {
        var upstream = version[(version.IndexOf(':') + 1)..];
        var end = upstream.AsSpan().IndexOfAnyExcept(VersionLetters);
        return Version.TryParse(end < 0 ? upstream : upstream[..end], out var found) ? found : null;
    }
}
