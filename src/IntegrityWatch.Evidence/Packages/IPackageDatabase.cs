namespace IntegrityWatch.Evidence.Packages;

/// <summary>
/// What a host's package manager knows of its files. Root can write it, so it explains and does not prove. Nothing is read before
/// it is asked for, and what cannot be read is left out and told in <see cref="Problems"/>. Not for several threads at once.
/// </summary>
public interface IPackageDatabase : IDisposable
{
    /// <summary>Whose database it is.</summary>
    IPackageManager Manager { get; }

    /// <summary>Another text whenever the database may have changed, made from the identity, size and time of its files.</summary>
    string Stamp { get; }

    /// <summary>
    /// True while the manager is at work, or has left its work in the middle: which package it is about to change is not known, and no file
    /// can be held against its package. Looked for anew each time; ask it after the files were hashed.
    /// </summary>
    bool IsBeingChanged { get; }

    /// <summary>
    /// What keeps the whole database from being used; nothing has an owner then. Null as far as is known: what is found out by
    /// reading is known once something was asked.
    /// </summary>
    CannotCheckException? Fault { get; }

    /// <summary>
    /// What was asked for so far and could not be read, one line each, the message of <see cref="Fault"/> first.
    /// </summary>
    IReadOnlyList<string> Problems { get; }

    /// <summary>
    /// What is installed, by the name that the manager gives it: for dpkg with the architecture where several can be installed
    /// beside each other (<c>libssl3:amd64</c>); for rpm the newest of several versions has the plain name (<c>kernel-core</c>),
    /// the others have <c>NAME-VERSION-RELEASE.ARCHITECTURE</c>.
    /// </summary>
    IReadOnlyDictionary<string, InstalledPackage> Packages { get; }

    /// <summary>
    /// The owners of the paths that have one, by the path that was asked. A path that is itself unowned and leads to another by
    /// links has the owner of that one. Of several packages that list one file the first in order of names is told.
    /// </summary>
    IReadOnlyDictionary<HostPath, PackagedFile> OwnersOf(IReadOnlyCollection<HostPath> paths);

    /// <summary>
    /// Every regular file and link that an installed package lists, package by package; twice where two packages share it.
    /// For dpkg empty folders are among them, for its lists do not tell, and a configuration file that its package does not bring any more
    /// is not: another package may.
    /// </summary>
    IEnumerable<PackagedFile> Files();
}
