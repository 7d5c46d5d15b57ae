namespace IntegrityWatch.Hosts;

/// <summary>A file's body, which can have several names. The kernel remembers by it what it measured.</summary>
public sealed class HostInode(int number, byte[] content)
{
    public int Number => number;

    public byte[] Content { get; internal set; } = content;

    /// <summary>In which the kernel hashes this file: its security.ima chooses.</summary>
    public string Algorithm { get; set; } = "sha256";

    /// <summary>The digest of the content as the kernel gives it.</summary>
    public string Digest => Contents.Digest(Content, Algorithm);

    internal bool IsMeasured { get; set; }
}

/// <summary>The files below the root: what lies there now, under which names.</summary>
/// <param name="root">The folder that is the host's root.</param>
public sealed class HostDisk(string root)
{
    private readonly Dictionary<string, HostInode> files = new(StringComparer.Ordinal);
    private int inodes = 3000;

    /// <summary>Every file that was put here, by its absolute path.</summary>
    public IReadOnlyDictionary<string, HostInode> Files => files;

    public HostInode? this[string path] => files.GetValueOrDefault(path);

    /// <summary>A file that has no name here: of a memfd, of a container's layer.</summary>
    public HostInode Unnamed(byte[] content) => new(++inodes, content);

    /// <summary>Writes into the file that is there, or makes one.</summary>
    public HostInode Write(string path, byte[] content)
    {
        if (!files.TryGetValue(path, out var inode))
            return Replace(path, content);
        inode.Content = content;
        inode.IsMeasured = false;
        foreach (var name in files.Where(file => file.Value == inode).Select(file => file.Key))
            File.WriteAllBytes(Real(name), content);
        return inode;
    }

    /// <summary>Puts another file in the place of one that is there, as a package manager does.</summary>
    public HostInode Replace(string path, byte[] content)
    {
        var real = Real(path);
        Directory.CreateDirectory(Path.GetDirectoryName(real)!);
        var inode = files[path] = Unnamed(content);
        File.Delete(real);
        File.WriteAllBytes(real, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(real, (UnixFileMode)0b111_101_101);
        return inode;
    }

    public void Delete(string path)
    {
        files.Remove(path);
        File.Delete(Real(path));
    }

    public void Rename(string from, string to)
    {
        files.Remove(from, out var inode);
        files[to] = inode!;
        Directory.CreateDirectory(Path.GetDirectoryName(Real(to))!);
        File.Move(Real(from), Real(to), overwrite: true);
    }

    /// <summary>Gives a file a second name.</summary>
    public void Link(string from, string to)
    {
        files[to] = files[from];
        Directory.CreateDirectory(Path.GetDirectoryName(Real(to))!);
        File.Delete(Real(to));
        // A second file with the same bytes and times looks to a reader of contents as a second name does.
        File.Copy(Real(from), Real(to));
    }

    public HostInode Copy(string from, string to) => Replace(to, files[from].Content);

    internal void Forget()
    {
        foreach (var inode in files.Values)
            inode.IsMeasured = false;
    }

    private string Real(string path) => root + path;
}
