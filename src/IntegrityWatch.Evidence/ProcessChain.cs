namespace IntegrityWatch.Evidence;

/// <summary>The programs above a process, each started by the next; two are the same when their programs are.</summary>
public sealed class ProcessChain : IEquatable<ProcessChain>
{
    private readonly HostPath[] programs;

    public ProcessChain(IEnumerable<HostPath> programs) => this.programs = [.. programs];

    public IReadOnlyList<HostPath> Programs => programs;

    public bool Equals(ProcessChain? other) => other is not null && programs.AsSpan().SequenceEqual(other.programs);

    public override bool Equals(object? obj) => Equals(obj as ProcessChain);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var program in programs)
            hash.Add(program);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(" < ", programs);
}
