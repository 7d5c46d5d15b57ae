namespace IntegrityWatch.Evidence.Archives;

/// <summary>What an entry of an archive stands for.</summary>
internal enum ArchiveEntryKind
{
    File,
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>Another name of a file that came before.</summary>
    HardLink,

    /// <summary>A file stored without its holes: what lies in the archive is not its content.</summary>
    Sparse,

    /// <summary>A device, a pipe, or what is not known here.</summary>
    Special,
}
