using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.InteropServices;

namespace IntegrityWatch.Fuzz.Guidance;

/// <summary>
/// Where instrumented code counts how often it went from one branch to another: a byte for each such edge. Which edge has which byte is
/// a hash, so that a few share one. Of code that runs on other threads at the same time some counts are lost.
/// </summary>
internal sealed unsafe class CoverageMap
{
    public const int Edges = 1 << 16;

    /// <summary>The package's fields are reached by name: an assembly that refers to them counts as instrumented already.</summary>
    private static readonly Type Trace = Assembly.Load("SharpFuzz.Common").GetType("SharpFuzz.Common.Trace", throwOnError: true)!;

    /// <summary>By count: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127, more. A bit for each.</summary>
    private static readonly byte[] Buckets =
        [.. Enumerable.Range(0, 256).Select(count => (byte)(count switch
        {
            0 => 0,
            1 => 1,
            2 => 2,
            3 => 4,
            < 8 => 8,
            < 16 => 16,
            < 32 => 32,
            < 128 => 64,
            _ => 128,
        }))];

    private readonly byte* counts = (byte*)NativeMemory.AllocZeroed(Edges);
    private readonly Action forgetBranch;

    /// <summary>One must be there before any instrumented code runs; the latest is counted in. It is never freed.</summary>
    public CoverageMap()
    {
        Trace.GetField("SharedMem")!.SetValue(null, Pointer.Box(counts, typeof(byte*)));
        var previous = Expression.Field(null, Trace.GetField("PrevLocation")!);
        forgetBranch = Expression.Lambda<Action>(Expression.Assign(previous, Expression.Constant(0))).Compile();
    }

    /// <summary>Before each input, so that the same input counts the same.</summary>
    public void Clear()
    {
        NativeMemory.Clear(counts, Edges);
        forgetBranch();
    }

    /// <summary>Adds what was counted to what was seen so far; true where some edge was new, or taken more often than ever.</summary>
    /// <param name="seen">A byte for each edge, a bit for each range of counts.</param>
    public bool AddTo(byte[] seen)
    {
        var isNew = false;
        for (var word = 0; word < Edges; word += sizeof(ulong))
        {
            if (*(ulong*)(counts + word) == 0)
                continue;
            for (var edge = word; edge < word + sizeof(ulong); edge++)
            {
                var bucket = Buckets[counts[edge]];
                if ((bucket & ~seen[edge]) == 0)
                    continue;
                seen[edge] |= bucket;
                isNew = true;
            }
        }
        return isNew;
    }

    /// <summary>The edges that were taken.</summary>
    public List<int> Taken()
    {
        var taken = new List<int>();
        for (var word = 0; word < Edges; word += sizeof(ulong))
            if (*(ulong*)(counts + word) != 0)
                for (var edge = word; edge < word + sizeof(ulong); edge++)
                    if (counts[edge] != 0)
                        taken.Add(edge);
        return taken;
    }
}
