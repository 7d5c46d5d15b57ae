using System.Runtime.InteropServices;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>The flags of open(2). Every file is closed on exec, without being asked.</summary>
public static class OpenFlags
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NoControllingTerminal = 0x100;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;

    /// <summary>O_NOFOLLOW and O_DIRECTORY, whose values are the processor's.</summary>
    public static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;
    public static readonly int FoldersOnly = IsArm ? 0x4000 : 0x10000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
}
