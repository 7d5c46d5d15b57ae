namespace IntegrityWatch.EndToEnd.Faults;

/// <summary>A system call that changes the files of a history: which, and the how manieth of its kind.</summary>
internal sealed record Change(string Call, int Number)
{
    /// <summary>Those that make a history, in place of writing pages of it.</summary>
    public bool IsRare => Call != "pwrite64";
}
