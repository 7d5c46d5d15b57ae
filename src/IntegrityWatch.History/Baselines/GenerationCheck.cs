using System.Buffers;
using System.Security.Cryptography;

namespace IntegrityWatch.History.Baselines;

/// <summary>
/// Works every generation of a history out anew and compares it with what was written down when it was made. All at once: the approvals
/// are read one time.
/// </summary>
public sealed class GenerationCheck
{
    private readonly IHistory history;
    private readonly List<GenerationSum> sums;
    private readonly Dictionary<int, GenerationSum> byNumber = [];
    private readonly ArrayBufferWriter<byte> line = new(512);

    private GenerationCheck(IHistory history)
    {
        this.history = history;
        sums = [.. history.Generations.Select(generation => new GenerationSum(generation))];
        foreach (var sum in sums)
            byNumber[sum.Generation.Number] = sum;
    }

    /// <summary>Earliest first.</summary>
    public static IReadOnlyList<GenerationVerdict> Of(IHistory history, CancellationToken interrupted = default)
    {
        if (history.Generations.Count == 0)
            return [];
        var check = new GenerationCheck(history);
        try
        {
            return check.Run(interrupted);
        }
        finally
        {
            check.sums.ForEach(sum => sum.Dispose());
        }
    }

    private List<GenerationVerdict> Run(CancellationToken interrupted)
    {
        var ofPath = new Dictionary<HostPath, List<Approval>>();
        foreach (var approval in history.AllApprovals())
        {
            if (!ofPath.TryGetValue(approval.Path, out var known))
                ofPath[approval.Path] = known = [];
            known.Add(approval);
            Blame(approval);
        }
        foreach (var path in ofPath.Keys.Order())
        {
            interrupted.ThrowIfCancellationRequested();
            Add(ofPath[path]);
        }
        foreach (var sum in sums)
        {
            AddPackages(sum);
            AddDecisions(sum);
        }
        var before = GenerationChain.Beginning;
        var verdicts = new List<GenerationVerdict>();
        foreach (var sum in sums)
        {
            verdicts.Add(new GenerationVerdict(sum.Generation, sum.Fault(before)));
            before = sum.Generation.Chain;
        }
        return verdicts;
    }

    /// <summary>What no generation could have written down, and none's content would show.</summary>
    private void Blame(Approval approval)
    {
        var terms = approval.Terms;
        var isPossible = terms.Turns.All(byNumber.ContainsKey)
            && terms.Turns.Zip(terms.TakenBack).All(turn => turn.Second == 0 || byNumber.GetValueOrDefault(turn.Second)?.Generation.Undoes == turn.First)
            && (approval.OnDiskSince is not { } since
                || (terms.WereLeftBehind ? since == terms.Written
                    : byNumber.ContainsKey(since) && (terms.WereApprovedIn(since) || terms.Turns.Count(turn => turn == since) == 2)))
            && (!terms.WereLeftBehind || approval.OnDiskSince is not null)
            && approval.ApprovedAt == byNumber[terms.Written].Generation.CapturedAt;
        if (!isPossible)
            (byNumber.GetValueOrDefault(terms.Written) ?? sums[^1]).HasImpossible = true;
    }

    /// <summary>A path is in most generations what it was in the one before.</summary>
    private void Add(List<Approval> known)
    {
        var turns = known.SelectMany(approval => approval.Terms.Turns.Concat(approval.Terms.TakenBack)).Concat(known.Select(approval => approval.OnDiskSince ?? 0)).ToHashSet();
        var isTold = false;
        var isApproved = false;
        foreach (var sum in sums)
        {
            if (turns.Contains(sum.Generation.Number))
            {
                var path = BaselinePath.Of(known, sum.Generation.Number);
                isTold = path is not null;
                isApproved = path is { Approved.Count: > 0 } or { Beside.Count: > 0 };
                line.ResetWrittenCount();
                if (path is not null)
                    BaselineLine.Write(line, path);
            }
            if (isTold)
                sum.Add(line.WrittenSpan, isApproved);
        }
    }

    private void AddPackages(GenerationSum sum)
    {
        if (history.Packages(sum.Generation.Number) is not { } packages)
            return;
        foreach (var (name, version) in packages.Versions.OrderBy(package => package.Key, StringComparer.Ordinal))
        {
            line.ResetWrittenCount();
            BaselineLine.WritePackage(line, name, version, packages.Lists.GetValueOrDefault(name));
            sum.Add(line.WrittenSpan, isApprovedPath: false);
        }
    }

    private void AddDecisions(GenerationSum sum)
    {
        foreach (var decision in history.DecisionsInForceAt(sum.Generation.Number))
        {
            line.ResetWrittenCount();
            DecisionLine.Write(line, decision);
            sum.Add(line.WrittenSpan, isApprovedPath: false);
            // What no generation can have written down stands in none's content.
            sum.HasImpossible |= !byNumber.ContainsKey(decision.Generation);
        }
    }

    /// <summary>What is worked out of one generation.</summary>
    private sealed class GenerationSum(Generation generation) : IDisposable
    {
        private readonly IncrementalHash content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private int paths;

        public Generation Generation => generation;

        /// <summary>An approval that it made says what it cannot have said.</summary>
        public bool HasImpossible { get; set; }

        public void Add(ReadOnlySpan<byte> line, bool isApprovedPath)
        {
            content.AppendData(line);
            content.AppendData("\n"u8);
            paths += isApprovedPath ? 1 : 0;
        }

        public string? Fault(string before)
        {
            if (Convert.ToHexStringLower(content.GetHashAndReset()) != generation.Content || paths != generation.Paths)
                return "its content is not what its digest says";
            if (GenerationChain.ChainOf(generation, before) != generation.Chain)
                return "what it says of itself is not what its chain says";
            return HasImpossible ? "an approval of it says what cannot have been" : null;
        }

        public void Dispose() => content.Dispose();
    }
}

/// <summary>Whether a generation is what it was when it was made.</summary>
/// <param name="Generation">As the history tells of it.</param>
/// <param name="Fault">Why it is not, in a few words; null where nothing speaks against it.</param>
public sealed record GenerationVerdict(Generation Generation, string? Fault)
{
    public bool Holds => Fault is null;
}
