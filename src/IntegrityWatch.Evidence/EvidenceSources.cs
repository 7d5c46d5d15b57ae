namespace IntegrityWatch.Evidence;

/// <summary>Which sources show a digest.</summary>
[Flags]
public enum EvidenceSources
{
    None = 0,
    Ima = 1,
    Audit = 2,
    Disk = 4,
}
