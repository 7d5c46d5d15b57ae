namespace IntegrityWatch.Hosts;

/// <summary>The process that runs a file, before it does: the launcher.</summary>
public sealed record HostActor
{
    /// <summary>Its process number; null for one of its own each time.</summary>
    public int? Pid { get; init; }

    public int Parent { get; init; } = 1;

    /// <summary>Real, effective and saved user; each can differ.</summary>
    public uint User { get; init; }

    public uint EffectiveUser { get; init; }

    public uint SavedUser { get; init; }

    /// <summary>Who logged in; 4294967295 for nobody.</summary>
    public uint LoginUser { get; init; } = uint.MaxValue;

    public string Program { get; init; } = "/usr/bin/bash";

    /// <summary>What runs a script, where that is one; null where the file runs itself.</summary>
    public string? Interpreter { get; init; }

    /// <summary>What it was started with, its name first; null for its path alone.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>The label of the launcher, which INTEGRITY_RULE bears.</summary>
    public string Label { get; init; } = "unconfined";

    /// <summary>The label of the new program, which SYSCALL bears; null for the launcher's.</summary>
    public string? NewLabel { get; init; }

    /// <summary>The device in PATH records.</summary>
    public string Device { get; init; } = "fe:00";

    /// <summary>The key of an audit rule that fits; null for none.</summary>
    public string? Key { get; init; }
}
