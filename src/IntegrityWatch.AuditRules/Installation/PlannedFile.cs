using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.AuditRules.Installation;

/// <summary>What installing one file of rules below a root comes to. Links in the root are followed as on the host, and never out of it.</summary>
public sealed class PlannedFile
{
    /// <summary>What is longer is compared with nothing.</summary>
    private const int MostBytes = 1024 * 1024;

    private readonly EvidenceRoot root;

    private PlannedFile(EvidenceRoot root, RulesTarget target)
    {
        this.root = root;
        Target = target;
        FolderIsThere = root.Resolve(Above(target.Folders.Count)) is not null;
        State = Compare(out var difference);
        Difference = difference;
    }

    public RulesTarget Target { get; }

    /// <summary>Its place for a person who looks for it.</summary>
    public string Path => root.Locate(string.Join('/', [.. Target.Folders, Target.FileName]));

    public TargetState State { get; }

    /// <summary>Null where there is nothing to compare with, or what is there is no text to read.</summary>
    public LineDifference? Difference { get; }

    /// <summary>False where the program that loads the rules has not made its folder.</summary>
    public bool FolderIsThere { get; }

    /// <summary>Where what was there lies now; null where nothing was replaced.</summary>
    public string? Backup { get; private set; }

    public bool IsWritten { get; private set; }

    /// <summary>True where a file with other content is there: it is replaced only when that is asked for.</summary>
    public bool IsInTheWay => State is TargetState.Changed or TargetState.Foreign;

    /// <exception cref="CannotCheckException">What is there cannot be read.</exception>
    public static PlannedFile Of(EvidenceRoot root, RulesTarget target) => new(root, target);

    /// <summary>Writes the file, unless it is there already; what is in its way is kept beside it.</summary>
    /// <exception cref="CannotCheckException">It cannot be written; what was there is there.</exception>
    public void Write(DateTimeOffset now)
    {
        if (State == TargetState.Same)
            return;
        try
        {
            var path = System.IO.Path.Combine(Folder(), Target.FileName);
            var suffix = now.ToString("'.bak-'yyyyMMdd'T'HHmmss'Z'");
            PlacedFile.Write(path, Target.Content, RulesTarget.FileMode, IsInTheWay ? path + suffix : null);
            Backup = IsInTheWay ? Path + suffix : null;
            IsWritten = true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"rules cannot be written: {Path}: {fault.Message.TrimEnd('.')}",
                "run as root, or name with --root a tree that you may write", fault);
        }
    }

    private TargetState Compare(out LineDifference? difference)
    {
        difference = null;
        using var file = root.Open(string.Join('/', [.. Target.Folders, Target.FileName]));
        if (file is null)
            return IsTaken() ? TargetState.Foreign : TargetState.New;
        var content = new byte[MostBytes + 1];
        var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        var old = content.AsSpan(0, length);
        if (old.SequenceEqual(Target.Content))
            return TargetState.Same;
        if (length <= MostBytes)
            difference = LineDifference.Between(old, Target.Content);
        return Target.IsOurs(old) ? TargetState.Changed : TargetState.Foreign;
    }

    /// <summary>A folder, a device, or a link that leads nowhere has the name too.</summary>
    private bool IsTaken() => root.Resolve(Above(Target.Folders.Count)) is { } folder
        && (root.Resolve(folder.Child(System.Text.Encoding.UTF8.GetBytes(Target.FileName))) is not null
            || root.ReadLink(folder.Child(System.Text.Encoding.UTF8.GetBytes(Target.FileName))) is not null);

    /// <summary>The folder's real place, made where it is missing.</summary>
    private string Folder()
    {
        for (var depth = 1; depth <= Target.Folders.Count; depth++)
            if (root.Resolve(Above(depth)) is null)
                PlacedFile.MakeFolder(System.IO.Path.Combine(Real(Above(depth - 1)), Target.Folders[depth - 1]),
                    depth == 1 ? RulesTarget.TopMode : Target.FolderMode);
        return Real(Above(Target.Folders.Count));
    }

    private string Real(HostPath folder) => System.IO.Path.Combine(System.IO.Path.GetFullPath(root.Name),
        (root.Resolve(folder) ?? throw new IOException($"No such folder: {folder}")).ToString().TrimStart('/'));

    private HostPath Above(int depth) => HostPath.Of("/" + string.Join('/', Target.Folders.Take(depth)));
}

/// <summary>What stands where rules are to go.</summary>
public enum TargetState
{
    /// <summary>Nothing.</summary>
    New,

    /// <summary>The same, byte for byte.</summary>
    Same,

    /// <summary>Rules of this program: an earlier version, or changed by hand.</summary>
    Changed,

    /// <summary>Something of another origin.</summary>
    Foreign,
}

/// <summary>Which lines one text has and another has not, whatever their order is.</summary>
/// <param name="Added">Lines that only the new text has, in its order.</param>
/// <param name="Removed">Lines that only the old text has, in its order.</param>
public sealed record LineDifference(IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
{
    public static LineDifference Between(ReadOnlySpan<byte> old, ReadOnlySpan<byte> changed)
    {
        var (before, after) = (Lines(old), Lines(changed));
        return new LineDifference(Without(after, before), Without(before, after));
    }

    private static string[] Lines(ReadOnlySpan<byte> text) => LossyUtf8.Decode(text).TrimEnd('\n').Split('\n');

    /// <summary>A line that stands twice in one and once in the other is left over once.</summary>
    private static List<string> Without(IEnumerable<string> lines, IEnumerable<string> others)
    {
        var left = others.CountBy(line => line, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. lines.Where(line => !left.TryGetValue(line, out var count) || (left[line] = count - 1) < 0)];
    }
}
