namespace IntegrityWatch.Model;

/// <summary>What happens in a life.</summary>
internal enum Deed
{
    Run,
    Replace,
    Write,
    Delete,
    Copy,
    Rename,
    Link,
    Violate,
    Repeat,
    Memfd,
    Upgrade,
    Downgrade,
    Trojan,
    Reboot,
    Rotate,
    ClockBack,
    ClockAhead,
    Lose,
    OtherNode,
    Container,
    Kexec,
    Trim,
    BlindBoot,
    SilentBoot,
    Scan,
    Capture,
    Accept,
    Resolve,
    Undo,
}

/// <summary>One step of a life.</summary>
/// <param name="Deed">What happens.</param>
/// <param name="Place">To which path of <see cref="Place"/>.</param>
/// <param name="Content">With which content, or other path.</param>
internal readonly record struct Step(Deed Deed, int Place, int Content)
{
    public override string ToString() => $"new(Deed.{Deed}, {Place}, {Content})";
}
