namespace IntegrityWatch.Evidence.Packages;

/// <summary>
/// A package manager: how a host of its kind is known, what it knows of the host's files, and which traces its work leaves. One of
/// these, listed in <see cref="PackageManagers.All"/>, is all that the program asks of a manager.
/// </summary>
public interface IPackageManager
{
    /// <summary>As the manager's own command is called, in lower case.</summary>
    string Name { get; }

    /// <summary>Where its database lies, below the root, as people are told.</summary>
    string Folder { get; }

    /// <summary>The program that unpacks and removes files, and those through which its packages' scripts run.</summary>
    IReadOnlyList<HostPath> Programs { get; }

    /// <summary>
    /// True for a script of a package that is being installed, under the temporary name from which it runs: nothing there says of
    /// which package, and the file is gone afterwards.
    /// </summary>
    bool IsScriptBeingInstalled(HostPath path);

    /// <summary>
    /// Opens the database of a host that is made with this manager; null where the host is not. One that is there and cannot be used
    /// is returned all the same, with <see cref="IPackageDatabase.Fault"/> set.
    /// </summary>
    IPackageDatabase? Open(EvidenceRoot root);

    /// <summary>The files that <see cref="Open"/> and the database read, below the root, for a copy that answers as the host does.</summary>
    /// <param name="root">A host that is made with this manager.</param>
    /// <param name="missing">Told why there is less than there could be, one line each.</param>
    IEnumerable<string> FilesToCollect(EvidenceRoot root, Action<string> missing);
}
