namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>
/// The scripts that dpkg keeps for installed packages and runs on their changes (deb-preinst(5) and on),
/// var/lib/dpkg/info/NAME.postinst. Those of a package that is coming lie in var/lib/dpkg/tmp.ci, where nothing names the package.
/// </summary>
internal sealed class DpkgScripts(IReadOnlyDictionary<string, InstalledPackage> packages, HostFolders folders)
{
    private readonly HostPath sample = folders.Canonical("/var/lib/dpkg/info/x"u8);

    /// <param name="path">As the kernel reports it.</param>
    public PackagedFile? Find(HostPath path)
    {
        if (!path.Bytes[..^path.FileName.Length].SequenceEqual(sample.Bytes[..^1]))
            return null;
        var name = LossyUtf8.Decode(path.FileName);
        var dot = name.LastIndexOf('.');
        if (dot < 0 || name[dot..] is not (".preinst" or ".postinst" or ".prerm" or ".postrm" or ".config")
            || !packages.TryGetValue(name[..dot], out var package))
            return null;
        return new PackagedFile { Path = path, Package = package, IsScript = true };
    }
}
