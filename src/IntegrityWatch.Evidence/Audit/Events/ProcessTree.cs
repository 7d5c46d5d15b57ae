using System.Runtime.InteropServices;

namespace IntegrityWatch.Evidence.Audit.Events;

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
    /// <summary>How far up a process's story is told: enough to see where it came from.</summary>
    private const int MostAncestors = 8;

    /// <summary>Odd. Who writes a log chooses its numbers, and cannot choose those that fall together in a dictionary.</summary>
    private readonly ulong mixer = ((ulong)Random.Shared.NextInt64() << 1) | 1;

    private Dictionary<ulong, (HostPath Exe, int? Ppid)> younger = [];
    private Dictionary<ulong, (HostPath Exe, int? Ppid)> older = [];

    /// <summary>Takes note that from here on the process runs <paramref name="exe"/> and is a child of <paramref name="ppid"/>.</summary>
    public void Learn(string? node, int pid, int? ppid, ReadOnlySpan<byte> exe)
    {
        if (exe.IsEmpty || exe.Length > LongestName)
            return;
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(younger, KeyOf(node, pid), out _);
        known.Ppid = ppid;
        if (known.Exe.Bytes.SequenceEqual(exe))
            return;
        known.Exe = Shared(exe);
        if (younger.Count < GenerationSize)
            return;
        older = younger;
        younger = [];
    }

    /// <summary>Null where the log has not told, or told it too long ago.</summary>
    public HostPath? ExeOf(string? node, int pid) => Find(node, pid)?.Exe;

    /// <summary>The process's program, its parent's, and so on, as far as the log told.</summary>
    public IReadOnlyList<HostPath> Lineage(string? node, int pid)
    {
        var lineage = new List<HostPath>();
        int? next = pid;
        while (lineage.Count < MostAncestors && next is { } current && Find(node, current) is { } known)
        {
            lineage.Add(known.Exe);
            // A number that was used again can lead back to itself.
            next = known.Ppid == current ? null : known.Ppid;
        }
        return lineage;
    }

    private (HostPath Exe, int? Ppid)? Find(string? node, int pid) =>
        younger.TryGetValue(KeyOf(node, pid), out var known) || older.TryGetValue(KeyOf(node, pid), out known) ? known : null;

    private ulong KeyOf(string? node, int pid) => unchecked((((ulong)(uint)(node?.GetHashCode() ?? 0) << 32) | (uint)pid) * mixer);

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
