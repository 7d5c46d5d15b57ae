namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>A host of a capture, whose baseline was captured before what happened on it.</summary>
internal sealed class CapturedHost : IDisposable
{
    private readonly EvidenceTree tree;

    public CapturedHost(string capture)
    {
        tree = EvidenceTree.CapturedAt(capture, "before");
        After = tree.Unpack(capture, "after");
        using var other = Copy();
        Expected = ToldFinding.ToSend(other.ScanJson(After));
    }

    /// <summary>Its evidence after what happened, for reading alone.</summary>
    public string After { get; }

    /// <summary>What a scan without any sink finds, and what a sink is to get.</summary>
    public IReadOnlyList<ToldFinding> Expected { get; }

    /// <summary>A folder with a database of its own, in which nothing has been scanned since the baseline.</summary>
    public EvidenceTree Copy()
    {
        var copy = new EvidenceTree();
        Directory.CreateDirectory(Path.GetDirectoryName(copy.Database)!);
        File.Copy(tree.Database, copy.Database);
        return copy;
    }

    public void Dispose() => tree.Dispose();
}
