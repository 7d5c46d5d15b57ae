using System.Text;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Detection.Policies;

/// <summary>By what a policy knows containers (<c>containers</c>).</summary>
public sealed class ContainerRules : IContainerRules
{
    private readonly (string Text, GlobPattern[] Parts)[] roots;
    private readonly (string Text, GlobPattern Pattern)[] labels;

    /// <param name="roots">Absolute; <c>*</c> stands for a folder's name or a part of it.</param>
    /// <param name="labels">Patterns over whole labels, the first that fits names the containers.</param>
    /// <exception cref="FormatException">One is no pattern.</exception>
    internal ContainerRules(IEnumerable<string> roots, IEnumerable<string> labels)
    {
        this.roots = [.. roots.Select(root => (root, root.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(GlobPattern.Parse).ToArray()))];
        this.labels = [.. labels.Select(label => (label, GlobPattern.Parse(label)))];
    }

    public IReadOnlyList<string> Roots => [.. roots.Select(root => root.Text)];

    public string? RootAbove(HostPath path)
    {
        var names = path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path.IsAbsolute ? roots.FirstOrDefault(root => names.Length > root.Parts.Length && Fits(root.Parts, names, root.Parts.Length)).Text : null;
    }

    public bool FitsRoot(string root, HostPath folder, int parts) =>
        folder.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries) is var names && names.Length == parts
        && roots.Any(known => known.Text == root && known.Parts.Length >= parts && Fits(known.Parts, names, parts));

    public string? LabelOf(string label)
    {
        var bytes = Encoding.UTF8.GetBytes(label);
        return labels.FirstOrDefault(known => known.Pattern.Matches(bytes)).Text;
    }

    private static bool Fits(GlobPattern[] parts, string[] names, int count)
    {
        for (var i = 0; i < count; i++)
            if (!parts[i].Matches(Encoding.UTF8.GetBytes(names[i])))
                return false;
        return true;
    }
}
