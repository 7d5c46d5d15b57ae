using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence.Audit;

namespace IntegrityWatch.AuditRules;

/// <summary>
/// Loads audit rules as auditctl would, without a kernel, and says what does not load, what does not do what it seems to, and
/// which techniques the rules tell of. Whether a folder that a rule names exists is the host's affair and not looked at.
/// </summary>
public sealed class RuleCheck
{
    private readonly TechniqueTable techniques;
    private readonly RuleHost host;
    private readonly IKeyTechniques keys;
    private readonly OrderedDictionary<string, AuditRule> loaded = new(StringComparer.Ordinal);
    private readonly List<RuleRemark> remarks = [];
    private RuleLine? locked;
    private bool isSilent;

    private RuleCheck(TechniqueTable techniques, RuleHost host, IKeyTechniques keys) =>
        (this.techniques, this.host, this.keys) = (techniques, host, keys);

    /// <param name="techniques">What ATT&amp;CK knows.</param>
    /// <param name="sources">Loaded one after the other.</param>
    /// <param name="host">Which is to load them; one of which nothing is known where none is named.</param>
    /// <param name="keys">Which techniques a rule's key tells of; only those that stand in it where none is named.</param>
    public static RuleReport Run(TechniqueTable techniques, IReadOnlyList<RuleSource> sources, RuleHost? host = null, IKeyTechniques? keys = null)
    {
        var check = new RuleCheck(techniques, host ?? RuleHost.Unknown, keys ?? NamedTechniques.Instance);
        foreach (var source in sources)
            check.Load(source);
        return new RuleReport
        {
            Sources = [.. sources.Select(source => source.Name)],
            Rules = check.loaded.Count,
            IsSilenced = check.isSilent,
            Named = check.loaded.Values.SelectMany(rule => rule.Keys).SelectMany(check.keys.Of).Select(id => techniques.Find(id).Id).ToHashSet(),
            Remarks = check.remarks,
            Techniques = new CoverageCheck(techniques, check.keys, check.isSilent ? [] : check.loaded.Values).Run(),
        };
    }

    private void Load(RuleSource source)
    {
        var goesOn = source.IsListing;
        RuleLine? stop = null;
        var unreached = 0;
        var watches = new List<RuleLine>();
        var keyless = new List<RuleLine>();
        var strangeKeys = new OrderedDictionary<string, List<RuleLine>>(StringComparer.Ordinal);
        foreach (var line in source.Lines)
        {
            try
            {
                if (line.Bytes > RuleLine.MostBytes)
                    throw new FormatException($"the line has {line.Bytes} bytes, of which auditctl reads {RuleLine.MostBytes}");
                var statement = RuleParser.Parse(line, source.IsListing, host);
                if (statement.IsWatch)
                    watches.Add(line);
                foreach (var doubt in statement.Doubts)
                    Remark(line, RuleRemarkLevel.Warning, $"may not load: {doubt}");
                if (statement is { Kind: RuleStatementKind.Add, Rule: { IsRecorded: true } rule })
                    CheckKeys(line, rule, keyless, strangeKeys);
                if (locked is not null || stop is not null)
                    unreached++;
                else
                    goesOn |= Take(line, statement);
            }
            catch (FormatException refusal)
            {
                Remark(line, RuleRemarkLevel.Error, $"does not load: {refusal.Message}");
                if (!goesOn)
                    stop ??= line;
            }
        }
        if (unreached > 0)
            Remark(stop ?? locked!, stop is null ? RuleRemarkLevel.Error : RuleRemarkLevel.Warning, stop is null
                ? $"locks the rules: {Count(unreached, "line")} after it of {source.Name} do not load"
                : $"ends the load, as neither -i nor -c stands before it: {Count(unreached, "line")} after it are not reached");
        Note(watches, "written in the deprecated form -w, which loads, and is slower");
        Note(keyless, "without a key, so that nothing tells what the event means");
        foreach (var (key, lines) in strangeKeys)
            Note(lines, $"key names no technique: {key}");
    }

    /// <summary>True where from here on a refused line no longer ends the load.</summary>
    private bool Take(RuleLine line, RuleStatement statement)
    {
        switch (statement.Kind)
        {
            case RuleStatementKind.Add:
                Add(line, statement.Rule!);
                break;
            case RuleStatementKind.Remove:
                if (!loaded.Remove(statement.Rule!.Identity))
                    Remark(line, RuleRemarkLevel.Warning, "removes a rule that is not among these");
                break;
            case RuleStatementKind.Clear:
                if (loaded.Count > 0)
                    Remark(line, RuleRemarkLevel.Warning,
                        $"throws away what was loaded before it: {Count(loaded.Count, "rule")}");
                loaded.Clear();
                isSilent = false;
                break;
            case RuleStatementKind.ClearKey:
                foreach (var rule in loaded.Values.Where(rule => rule.Keys.Contains(statement.Key)).ToList())
                    loaded.Remove(rule.Identity);
                break;
            case RuleStatementKind.Disable:
                Remark(line, RuleRemarkLevel.Warning, "turns auditing off");
                isSilent = true;
                break;
            case RuleStatementKind.Lock:
                locked = line;
                break;
        }
        return statement.Kind == RuleStatementKind.GoOn;
    }

    private void Add(RuleLine line, AuditRule rule)
    {
        if (!loaded.TryAdd(rule.Identity, rule))
            throw new FormatException("this rule is there already");
        if (rule.SilencesAll)
        {
            Remark(line, RuleRemarkLevel.Warning, "keeps every system call from being audited: no other rule tells of anything");
            isSilent = true;
        }
        else if (!rule.IsRecorded && rule.List == "exit")
        {
            Remark(line, RuleRemarkLevel.Note, "what it fits is not recorded by the rules after it");
        }
    }

    private void CheckKeys(
        RuleLine line, AuditRule rule, List<RuleLine> keyless, OrderedDictionary<string, List<RuleLine>> strangeKeys)
    {
        if (rule.Keys.Count == 0)
            keyless.Add(line);
        foreach (var key in rule.Keys)
        {
            var ids = TechniqueKey.Ids(key).ToList();
            if (keys.Of(key).Count == 0)
            {
                if (!strangeKeys.TryGetValue(key, out var lines))
                    strangeKeys.Add(key, lines = []);
                lines.Add(line);
            }
            foreach (var id in ids)
            {
                var known = techniques.Find(id);
                if (known.Id != id)
                    Remark(line, RuleRemarkLevel.Warning, $"{id} is revoked, its successor is {known.Id}");
                else if (known.Name == id)
                    Remark(line, RuleRemarkLevel.Warning, $"ATT&CK knows no technique for Linux of this id: {id}");
            }
        }
    }

    private void Note(List<RuleLine> lines, string what)
    {
        if (lines.Count > 0)
            Remark(lines[0], RuleRemarkLevel.Note,
                lines.Count == 1 ? what : $"{what} ({Count(lines.Count, "line")}, this is the first)");
    }

    private void Remark(RuleLine line, RuleRemarkLevel level, string message) =>
        remarks.Add(new RuleRemark(line.File, line.Number, level, message));

    private static string Count(int count, string what) =>
        $"{count} {what}{(count == 1 ? "" : "s")}";
}
