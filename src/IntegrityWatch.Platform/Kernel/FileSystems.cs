namespace IntegrityWatch.Platform.Kernel;

/// <summary>Kinds of file systems that the kernel makes up itself, by their magic numbers (linux/magic.h).</summary>
public static class FileSystems
{
    public const long Proc = 0x9fa0;

    public const long Sysfs = 0x62656572;

    public const long Securityfs = 0x73636673;
}
