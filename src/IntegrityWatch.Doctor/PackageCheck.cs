using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Doctor;

/// <summary>Whether it can be told which package a file is of.</summary>
internal sealed class PackageCheck() : DoctorCheck("packages", "packages")
{
    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        using var database = PackageManagers.OpenDatabase(host.Root);
        if (database is null)
        {
            yield return Warning("database", $"no {PackageManagers.AnyOf(manager => manager.Name)} database: no change is explained by an upgrade, and no file is held against its package",
                host.IsLive ? "nothing, if this host has no package manager: capture a new baseline after each change"
                    : $"bring {PackageManagers.AnyOf(manager => manager.Folder)} along: integritywatch collect");
            yield break;
        }
        var packages = database.Packages.Count;
        yield return database.Fault is { } fault
            ? Warning("database", fault.Message, fault.Hint)
            : database.Problems.Count > 0
                ? Warning("database", $"{database.Manager.Name} lists {CheckedHost.Count(packages, "package")}, and {database.Problems[0]}", $"check the database with {database.Manager.Name}")
                : Ok("database", $"{database.Manager.Name} lists {CheckedHost.Count(packages, "package")}");
    }
}
