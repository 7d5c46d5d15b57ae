namespace IntegrityWatch.Doctor;

/// <summary>What the kernel was booted with: proc/cmdline. Of an option that stands several times the last counts.</summary>
internal sealed class KernelOptions
{
    private const int MostBytes = 64 * 1024;
    private const string File = "proc/cmdline";

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>False where there is no proc/cmdline.</summary>
    public bool AreKnown { get; private init; }

    /// <exception cref="CannotCheckException">It is there and cannot be read.</exception>
    public static KernelOptions Of(EvidenceRoot root)
    {
        var text = root.ReadText(File, MostBytes);
        var options = new KernelOptions { AreKnown = text is not null };
        foreach (var word in (text ?? "").Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            // What follows is for init, not for the kernel.
            if (word == "--")
                break;
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            options.values[equals < 0 ? word : word[..equals]] = equals < 0 ? "" : word[(equals + 1)..];
        }
        return options;
    }

    /// <summary>Empty for one that stands without a value; null where it does not stand there.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);
}
