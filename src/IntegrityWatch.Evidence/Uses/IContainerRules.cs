namespace IntegrityWatch.Evidence.Uses;

/// <summary>By what a policy knows containers: where their file systems lie on the host, and which labels they bear.</summary>
public interface IContainerRules
{
    /// <summary>Patterns of the folders below which container engines keep file systems.</summary>
    IReadOnlyList<string> Roots { get; }

    /// <summary>The pattern of the root below which a path lies; null where it lies below none.</summary>
    string? RootAbove(HostPath path);

    /// <summary>Whether a folder fits the first parts of one of <see cref="Roots"/>.</summary>
    bool FitsRoot(string root, HostPath folder, int parts);

    /// <summary>The pattern that a label fits, so that containers that differ in categories or versions are one; null where it fits none.</summary>
    string? LabelOf(string label);
}

/// <summary>No container is known.</summary>
public sealed class NoContainerRules : IContainerRules
{
    public static readonly NoContainerRules Instance = new();

    public IReadOnlyList<string> Roots => [];

    public string? RootAbove(HostPath path) => null;

    public bool FitsRoot(string root, HostPath folder, int parts) => false;

    public string? LabelOf(string label) => null;
}
