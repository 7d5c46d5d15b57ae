namespace IntegrityWatch.Tests.Evidence.Packages.Rpm;

/// <summary>A row of tests/captures/rpm.md: what rpm itself answered.</summary>
internal sealed record RpmFact(string Step, string What, string Package, string Version, string Subject, string Digest, string Mode)
{
    public bool IsConfiguration => Mode.Split(' ') is [_, var flags] && flags.Contains('c');

    /// <summary>A regular file or a link that the package put there.</summary>
    public bool IsInstalled => What == "file" && Mode[0] is '-' or 'l' && !Mode.EndsWith(" g", StringComparison.Ordinal);

    /// <summary>As the kernel reports it: the capture's /bin and /lib are links into /usr.</summary>
    public string KernelPath => Subject.StartsWith("/bin/", StringComparison.Ordinal) || Subject.StartsWith("/lib/", StringComparison.Ordinal)
        ? "/usr" + Subject : Subject;

    public static IEnumerable<RpmFact> Of(string step) =>
        from line in File.ReadLines(Path.Combine(Captures.Repository(), "tests", "captures", "rpm.md"))
        where line.StartsWith($"| {step} |", StringComparison.Ordinal)
        let cells = line.Split('|').Select(cell => cell.Trim()).ToArray()
        select new RpmFact(cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]);
}
