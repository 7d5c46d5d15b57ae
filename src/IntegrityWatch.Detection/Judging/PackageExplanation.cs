using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Judging;

/// <summary>What the package that owns a file says to its being new or another.</summary>
/// <param name="Text">Such as <c>package openssl 3.0.17 -> 3.0.22 at 2026-11-23T17:07:42Z</c>; holds the names of the host.</param>
/// <param name="Accounts">True where it accounts for the content: an alarm is not called for.</param>
internal sealed record PackageExplanation(string Text, bool Accounts)
{
    /// <summary>Null where no package has anything to say.</summary>
    /// <param name="seen">The file.</param>
    /// <param name="history">Knows the packages' versions at each generation.</param>
    /// <param name="approvals">Other contents of the path that are approved: where there are any, only a change of the package accounts for this one.</param>
    /// <param name="scripts">The contents of packages' scripts that a manager is known to have run; null where nobody asks for more.</param>
    public static PackageExplanation? Of(ObservedDigest seen, IHistory history, IReadOnlyList<Approval> approvals, Func<Digest, bool>? scripts = null)
    {
        if (InstallerOf(seen, history) is { } manager)
            return new PackageExplanation($"a script of the package that {manager.Name} was installing", Accounts: true);
        if (PackageManagers.All.FirstOrDefault(known => known.IsScriptBeingInstalled(seen.Path)) is { } installer)
            return seen.Package is { IsScript: true, MatchesManifest: true } kept && IsRunByKnownProgram(seen, history)
                    ? new PackageExplanation($"the script that {installer.Name} keeps of package {kept.Name} {kept.Version}{At(kept)}", Accounts: true)
                : scripts?.Invoke(seen.Digest) == true && IsRunByKnownProgram(seen, history)
                    ? new PackageExplanation($"has the content of a script that {installer.Name} ran while it installed a package", Accounts: true)
                : null;
        // What differs from its package is not explained by it.
        if (seen.Package is not { MatchesManifest: not false } package || KnownPackages.When(history, approvals) is not (var known, { } generation))
            return null;
        var latest = KnownPackages.Latest(history).Packages;
        var isKnownVersion = latest?.Versions.GetValueOrDefault(package.Name) == package.Version;
        var knownList = isKnownVersion ? latest!.Lists.GetValueOrDefault(package.Name) : null;
        // What somebody wrote into a package's list is no word of the package.
        if (package.List is { } list && knownList is not null && knownList != list)
            return null;
        if (package.IsScript)
            return new PackageExplanation($"a script of package {package.Name}{At(package)}", IsRunByManager(seen, history) && MayHaveBrought(seen, history));
        if (package.IsBuilt)
            return OfBuilt(seen, package, history, approvals, known);
        var versions = known?.Versions;
        var before = versions?.GetValueOrDefault(package.Name);
        var isLater = package.ChangedAt > generation.EvidenceAt;
        var (text, hasChanged) = (before ?? (isLater ? package.PreviousVersion : null)) switch
        {
            // A version that a generation knew already, and without its list, says nothing of what is in it.
            { } version when version != package.Version && (!isKnownVersion || knownList is not null) => ($"package {package.Name} {version} -> {package.Version}{At(package)}", true),
            // One version has one content: to install it again accounts for no other.
            { } version when version == package.Version && isLater => ($"package {package.Name} {package.Version} installed again{At(package)}", false),
            null when isLater || versions is not null => ($"package {package.Name} {package.Version} installed{At(package)}", true),
            _ => ($"belongs to package {package.Name} {package.Version}", false),
        };
        // A file that was never approved can be what its package brought long ago, and runs for the first time.
        return package.MatchesManifest == true
            ? new PackageExplanation(text, Accounts: hasChanged || approvals.Count == 0)
            : new PackageExplanation($"{text}; whether the file was what it installed cannot be told", Accounts: false);
    }

    /// <summary>
    /// A signature says who made a content and not where it belongs: it counts where the package database says that this content belongs to this
    /// path, in no other version than the one that was there when the path was approved. Null where it explains nothing.
    /// </summary>
    public static PackageExplanation? OfSignature(ObservedDigest seen, IHistory history, IReadOnlyList<Approval> approvals) =>
        seen is { SignatureExplains: true, SignedBy: not null, Package: { MatchesManifest: true } package }
        && !KnownPackages.ListWasChanged(package, history)
        && KnownPackages.When(history, approvals).Packages?.Versions.GetValueOrDefault(package.Name) is var version && (version is null || version == package.Version)
            ? new PackageExplanation($"package {package.Name} {package.Version} brought it, and a key that explains signed it", Accounts: true)
            : null;

    /// <summary>
    /// A module under a path that no generation holds came with a kernel, and another content of one that is approved with another source. Not
    /// where the log tells that anybody but a package manager wrote it.
    /// </summary>
    private static PackageExplanation OfBuilt(ObservedDigest seen, PackageNote package, IHistory history, IReadOnlyList<Approval> approvals, PackageVersions? known)
    {
        var actors = new KnownActors(history);
        var wasWritten = history.Incidents().Any(incident => incident.Key.Path == seen.Path && FindingKindNames.Parse(incident.Key.Kind) == FindingKind.Technique
            && actors.ManagerOf(incident.Process, incident.UsedIn) is null);
        var isOther = known is not null && known.Versions.GetValueOrDefault(package.Name) != package.Version;
        return new PackageExplanation($"dkms built it of the source of package {package.Name} {package.Version}, and has the same in its own tree{(wasWritten ? "; but somebody else wrote it" : "")}",
            Accounts: !wasWritten && (approvals.Count == 0 || isOther));
    }

    /// <summary>
    /// Before a package is installed its scripts run from a folder that is gone afterwards. They bear no package's name there: only
    /// the audit log can say that the package manager ran them. Null where it was none.
    /// </summary>
    internal static IPackageManager? InstallerOf(ObservedDigest seen, IHistory history) => PackageManagers.All.FirstOrDefault(manager =>
        manager.IsScriptBeingInstalled(seen.Path) && IsRunByManager(seen, history));

    private static bool IsRunByManager(ObservedDigest seen, IHistory history)
    {
        var actors = new KnownActors(history);
        return new[] { seen.FirstProcess, seen.LatestProcess }.All(process => actors.ManagerOfScript(process, seen.Path, seen.UsedIn) is not null);
    }

    /// <summary>By root, and from a program that is known to be what it is called, whatever that runs: for what is known by its content besides.</summary>
    private static bool IsRunByKnownProgram(ObservedDigest seen, IHistory history)
    {
        var actors = new KnownActors(history);
        return new[] { seen.FirstProcess, seen.LatestProcess }.All(process => process is { Euid: 0 } && actors.ParentOf(process, seen.UsedIn) is not null);
    }

    /// <summary>
    /// Of a package's script there is no digest. But one version has one script: another content of one that was approved came with another
    /// version, or was written by somebody.
    /// </summary>
    internal static bool MayHaveBrought(ObservedDigest script, IHistory history)
    {
        var approvals = history.Approvals(script.Path);
        return script.Package is { } package
            && (KnownPackages.When(history, approvals).Packages?.Versions.GetValueOrDefault(package.Name) != package.Version
                || approvals.All(known => known.Digest.Equals(script.Digest) || known.Digest.Algorithm != script.Digest.Algorithm));
    }

    private static string At(PackageNote package) => package.ChangedAt is { } time
        ? $" at {time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")}"
        : "";
}
