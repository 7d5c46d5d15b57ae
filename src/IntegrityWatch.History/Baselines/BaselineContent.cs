using System.Buffers;
using System.Security.Cryptography;

namespace IntegrityWatch.History.Baselines;

/// <summary>All that one generation holds: paths in byte order, packages in the order of their names, decisions as they were made.</summary>
public sealed class BaselineContent
{
    public BaselineContent(IEnumerable<BaselinePath> paths, IReadOnlyDictionary<string, string>? packages = null, IReadOnlyList<Decision>? decisions = null,
        IReadOnlyDictionary<string, string>? lists = null)
    {
        Paths = [.. paths.OrderBy(path => path.Path)];
        Packages = [.. (packages ?? new Dictionary<string, string>()).OrderBy(package => package.Key, StringComparer.Ordinal)];
        Decisions = decisions ?? [];
        Lists = lists ?? new Dictionary<string, string>();
    }

    public IReadOnlyList<BaselinePath> Paths { get; }

    /// <summary>What people had decided by then, and no undo had taken back.</summary>
    public IReadOnlyList<Decision> Decisions { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Packages { get; }

    /// <summary>See <see cref="PackageVersions.Lists"/>.</summary>
    public IReadOnlyDictionary<string, string> Lists { get; }

    /// <summary>How many paths have an approved digest.</summary>
    public int ApprovedPaths => Paths.Count(path => path.Approved.Count + path.Beside.Count > 0);

    /// <summary>What a generation of the history held.</summary>
    public static BaselineContent Of(IHistory history, int generation) =>
        Of(history.AllApprovals(), generation, history.Packages(generation), history.DecisionsInForceAt(generation));

    /// <param name="approvals">In any order.</param>
    /// <param name="generation">The generation's number.</param>
    /// <param name="packages">Null where none were known.</param>
    /// <param name="decisions">What people had decided by then.</param>
    public static BaselineContent Of(IEnumerable<Approval> approvals, int generation, PackageVersions? packages, IReadOnlyList<Decision> decisions)
    {
        var ofPath = new Dictionary<HostPath, List<Approval>>();
        foreach (var approval in approvals)
        {
            if (!ofPath.TryGetValue(approval.Path, out var known))
                ofPath[approval.Path] = known = [];
            known.Add(approval);
        }
        return new BaselineContent(
            ofPath.Values.Select(known => BaselinePath.Of(known, generation)).OfType<BaselinePath>(), packages?.Versions, decisions, packages?.Lists);
    }

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of the lines of all paths, of all packages and of all decisions, each ended by a line feed.
    /// </summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in Lines())
        {
            hash.AppendData(line.Span);
            hash.AppendData("\n"u8);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>One for each path, then one for each package, then one for each decision, without line ends. Each is good until the next.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Lines()
    {
        var line = new ArrayBufferWriter<byte>(512);
        foreach (var path in Paths)
        {
            line.ResetWrittenCount();
            BaselineLine.Write(line, path);
            yield return line.WrittenMemory;
        }
        foreach (var (name, version) in Packages)
        {
            line.ResetWrittenCount();
            BaselineLine.WritePackage(line, name, version, Lists.GetValueOrDefault(name));
            yield return line.WrittenMemory;
        }
        foreach (var decision in Decisions)
        {
            line.ResetWrittenCount();
            DecisionLine.Write(line, decision);
            yield return line.WrittenMemory;
        }
    }
}
