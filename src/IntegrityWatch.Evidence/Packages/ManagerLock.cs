using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Packages;

/// <summary>The file that a package manager locks (fcntl(2)) while it changes packages.</summary>
internal static class ManagerLock
{
    /// <summary>What is added to the stamp of a database while it is held: what was not asked then is asked when it is free.</summary>
    public const string Mark = "+locked";

    /// <summary>
    /// True where it is held. False where there is no such file, as in a tree that was brought from elsewhere, and where this user
    /// may not open it.
    /// </summary>
    /// <param name="root">The host.</param>
    /// <param name="path">Below the root.</param>
    public static bool IsHeld(EvidenceRoot root, string path)
    {
        try
        {
            using var file = root.Open(path);
            return file is not null && LinuxCalls.IsWriteLocked(file.SafeFileHandle);
        }
        catch (CannotCheckException)
        {
            return false;
        }
    }
}
