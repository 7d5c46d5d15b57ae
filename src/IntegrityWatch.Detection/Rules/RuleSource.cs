using IntegrityWatch.Evidence;

namespace IntegrityWatch.Detection.Rules;

/// <summary>
/// Audit rules in the order in which they are loaded: a rules file, a folder of them, or what auditctl -l printed.
/// </summary>
public sealed class RuleSource
{
    private const int MostBytes = 16 * 1024 * 1024;
    private const string StandardInput = "-";

    internal RuleSource(string name, IReadOnlyList<RuleLine> lines, bool isListing = false) =>
        (Name, Lines, IsListing) = (name, lines, isListing);

    /// <summary>As it was named.</summary>
    public string Name { get; }

    internal IReadOnlyList<RuleLine> Lines { get; }

    /// <summary>True where the rules are loaded already, and these lines show them.</summary>
    internal bool IsListing { get; }

    /// <param name="name">A file, a folder such as /etc/audit/rules.d, or <c>-</c> for what <c>auditctl -l</c> prints.</param>
    /// <param name="standardInput">Opened only for <c>-</c>.</param>
    /// <exception cref="CannotCheckException">It cannot be read.</exception>
    public static RuleSource Read(string name, Func<Stream> standardInput)
    {
        try
        {
            if (name == StandardInput)
                return new RuleSource(name, Listing(ReadAll(standardInput())), isListing: true);
            if (Directory.Exists(name))
                return new RuleSource(name, Gathered(name));
            using var file = File.OpenRead(name);
            return new RuleSource(name, [.. RuleLine.Of(name, ReadAll(file))]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"audit rules cannot be read: {name}",
                "name rules files, a folder of them, or - for the output of auditctl -l", fault);
        }
    }

    /// <summary>
    /// What augenrules makes of a folder: its .rules files in the order of their names, with the last -D, -b and -f of all
    /// before the rest, and the last -e behind.
    /// </summary>
    private static List<RuleLine> Gathered(string folder)
    {
        var files = Directory.GetFiles(folder, "*.rules");
        if (files.Length == 0)
            throw new CannotCheckException($"no audit rules in the folder: {folder}",
                "augenrules reads files that end in .rules");
        Array.Sort(files, VersionOrder.Instance);
        RuleLine? clear = null, backlog = null, failure = null, enabled = null;
        var rest = new List<RuleLine>();
        foreach (var name in files)
        {
            using var file = File.OpenRead(name);
            foreach (var line in RuleLine.Of(name, ReadAll(file)))
                switch (line.First)
                {
                    case "-D" when line.Words.Count == 1:
                        clear = line;
                        break;
                    case ['-', 'b', ..]:
                        backlog = line;
                        break;
                    case ['-', 'f', ..]:
                        failure = line;
                        break;
                    case ['-', 'e', ..]:
                        enabled = line;
                        break;
                    default:
                        rest.Add(line);
                        break;
                }
        }
        return [.. new[] { clear, backlog, failure }.OfType<RuleLine>(), .. rest, .. new[] { enabled }.OfType<RuleLine>()];
    }

    /// <summary>Without the line that stands for nothing, <c>No rules</c>.</summary>
    private static List<RuleLine> Listing(byte[] content) =>
        [.. RuleLine.Of(StandardInput, content).Where(line => line.First != "No")];

    private static byte[] ReadAll(Stream stream)
    {
        var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MostBytes)
                throw new IOException("too large for audit rules");
        }
        return content.ToArray();
    }
}
