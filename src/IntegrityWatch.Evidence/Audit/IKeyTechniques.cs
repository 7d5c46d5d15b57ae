namespace IntegrityWatch.Evidence.Audit;

/// <summary>Which ATT&amp;CK techniques an audit rule tells of, by its key.</summary>
public interface IKeyTechniques
{
    /// <summary>Ids in capitals, each once; none where the key tells of no technique.</summary>
    IReadOnlyList<string> Of(string key);
}

/// <summary>Only the ids that stand in the key itself.</summary>
public sealed class NamedTechniques : IKeyTechniques
{
    public static readonly NamedTechniques Instance = new();

    public IReadOnlyList<string> Of(string key) => TechniqueKey.Ids(key);
}
