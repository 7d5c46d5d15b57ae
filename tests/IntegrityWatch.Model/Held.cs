namespace IntegrityWatch.Model;

/// <summary>
/// What the lives leave out as long as the program is known to differ from the rule beside it. A mend sets its line to true; when all are, this
/// file goes.
/// </summary>
internal static class Held
{
    /// <summary>A list of which entries were dropped is carried over by kexec.</summary>
    public static bool KexecAfterTrim => false;

    /// <summary>What the list of the boot before holds stands for what this boot uses, at later looks too.</summary>
    public static bool UsesOfCarriedEntries => false;

    /// <summary>A carried entry is no use: not under the name that the list altered, and not as the host's where it was a container's.</summary>
    public static bool CarriedEntriesAreNoUses => false;
}
