namespace IntegrityWatch.Evidence.Packages;

/// <summary>A file and the package that it belongs to.</summary>
public sealed record PackagedFile
{
    /// <summary>As the kernel reports it: without links in its folders, and where a diversion has put it.</summary>
    public required HostPath Path { get; init; }

    public required InstalledPackage Package { get; init; }

    /// <summary>
    /// What the package installed there: MD5 for dpkg, the package's own algorithm for rpm. Null where the package does not say. For a file
    /// that may be edited it is what the package brought, and says only whether it was.
    /// </summary>
    public Digest? Manifest { get; init; }

    /// <summary>
    /// SHA-256 over all that the package says of its files: their paths, their digests and which of them may be edited. For one version of a
    /// package it is always the same, so that another one tells of a list into which somebody wrote, be it a line of another file. Null where
    /// it cannot be told: the package is being changed, or there is no list.
    /// </summary>
    public Digest? ManifestDigest { get; init; }

    /// <summary>It is meant to be edited on the host: a conffile of dpkg's, %config of rpm's.</summary>
    public bool IsConfiguration { get; init; }

    /// <summary>
    /// The manager itself does not hold the file's content against its digest, because the package says that it changes in use
    /// (<c>%verify(not md5)</c> of rpm's).
    /// </summary>
    public bool IsUnverified { get; init; }

    /// <summary>It is no file of the package but a script that the manager runs when the package comes or goes.</summary>
    public bool IsScript { get; init; }

    /// <summary>It is no file of the package, but was built on the host from the source that the package brought.</summary>
    public bool IsBuilt { get; init; }

    /// <summary>Of a script that ran before its package was installed: where the manager keeps it afterwards; else null.</summary>
    public HostPath? KeptAs { get; init; }

    /// <summary>
    /// Whether what lies on disk is what the package installed. Null where that cannot be told, or says nothing against the file: the package
    /// does not say, is being changed, or lets the file become another one and it has.
    /// </summary>
    /// <param name="onDisk">The digests of the content on disk; without one in the algorithm of <see cref="Manifest"/> nothing can be told.</param>
    public bool? IsAsInstalled(IEnumerable<Digest> onDisk)
    {
        if (Manifest is null || Package.IsBeingChanged)
            return null;
        var now = onDisk.FirstOrDefault(digest => digest.Algorithm == Manifest.Algorithm);
        if (now is null)
            return null;
        return now.Equals(Manifest) ? true : IsConfiguration || IsUnverified ? null : false;
    }
}

/// <summary>A package whose files are on the host.</summary>
public sealed record InstalledPackage
{
    /// <summary>As the manager writes it; for dpkg with <c>:ARCHITECTURE</c> where several can be installed beside each other.</summary>
    public required string Name { get; init; }

    /// <summary>With its epoch, if it has one; for rpm <c>[EPOCH:]VERSION-RELEASE</c>.</summary>
    public required string Version { get; init; }

    /// <summary>UTC, to the second: when this version was last installed, be it once more. Null where the host does not tell.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>What that change replaced. Null where it was the same version or none, and where the host does not tell.</summary>
    public string? PreviousVersion { get; init; }

    /// <summary>
    /// The manager has not finished with it: dpkg's state is another than <c>ok installed</c>. Its files and its list may be of two versions.
    /// </summary>
    public bool IsBeingChanged { get; init; }
}
