using System.Runtime.InteropServices;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// Which program each process runs, as the log told it so far. It remembers the processes heard of lately: at least 32,768 of
/// them and at most twice as many.
/// </summary>
public sealed class ProcessTree
{
    private const int GenerationSize = 32 * 1024;
    private const int KnownNames = 4096;

    /// <summary>In bytes; a path has no more (PATH_MAX).</summary>
    private const int LongestName = 4096;

    private readonly HashSet<HostPath> names = new(HostPathBytesComparer.Instance);
    private Dictionary<(string? Node, int Pid), HostPath> younger = [];
    private Dictionary<(string? Node, int Pid), HostPath> older = [];

    /// <summary>Takes note that from here on the process runs <paramref name="exe"/>.</summary>
    public void Learn(string? node, int pid, ReadOnlySpan<byte> exe)
    {
        if (exe.IsEmpty || exe.Length > LongestName)
            return;
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(younger, (node, pid), out _);
        if (known.Bytes.SequenceEqual(exe))
            return;
        known = Shared(exe);
        if (younger.Count < GenerationSize)
            return;
        older = younger;
        younger = [];
    }

    /// <summary>Null where the log has not told, or told it too long ago.</summary>
    public HostPath? ExeOf(string? node, int pid) =>
        younger.TryGetValue((node, pid), out var exe) || older.TryGetValue((node, pid), out exe) ? exe : null;

    /// <summary>Few programs are run by many processes: each name is held once.</summary>
    private HostPath Shared(ReadOnlySpan<byte> exe)
    {
        var bytes = names.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (bytes.TryGetValue(exe, out var known))
            return known;
        if (names.Count >= KnownNames)
            names.Clear();
        var name = new HostPath(exe);
        names.Add(name);
        return name;
    }
}
