namespace IntegrityWatch.Evidence.Uses;

/// <summary>
/// What one source says of one moment: this content of this path was used, at this place of the source. Uses are what every source
/// gives and all that is joined; who judges sees no source, but an <see cref="Observation"/> made of uses.
/// </summary>
/// <remarks>
/// A struct that is handed on by reference and kept nowhere: a measurement list of a million entries makes as many of them, and none
/// costs an object beyond the path and the digest that the observation keeps.
/// </remarks>
public readonly record struct Use
{
    /// <summary>As the source writes it: in the measurement list a space is an underscore.</summary>
    public required HostPath Path { get; init; }

    public required Digest Digest { get; init; }

    public required UsePlace Place { get; init; }

    /// <summary>What its record says of a container; null where it says nothing of one, and in a list.</summary>
    public UseOrigin? Origin { get; init; }

    /// <summary>Who used it: after the exec where the source holds its system call, else the launcher. Null in a list.</summary>
    public ProcessInfo? Process { get; init; }

    /// <summary>True where the source says that a program was started, and not mapped or read.</summary>
    public bool IsStart { get; init; }

    /// <summary>See <see cref="Observation.IsCarried"/>.</summary>
    public bool IsCarried { get; init; }

    /// <summary>The key whose valid signature the source shows; null where it shows none.</summary>
    public string? SignedBy { get; init; }

    /// <summary>True where that signature explains the content: by a key that does, and strong.</summary>
    public bool SignatureExplains { get; init; }
}
