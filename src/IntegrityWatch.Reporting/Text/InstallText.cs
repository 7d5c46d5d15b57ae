using IntegrityWatch.AuditRules.Installation;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What <c>rules install</c> has to say: one line a file, and one for each thing that is left to do.</summary>
public static class InstallText
{
    private const int MostLines = 50;

    /// <summary>What would be written, and how it differs from what is there.</summary>
    public static void WritePlan(TextWriter output, TextStyle style, IEnumerable<PlannedFile> files)
    {
        foreach (var file in files)
        {
            output.WriteLine($"{file.State.Name(),-7}  {SafeText.Of(file.Path)}{(file.IsInTheWay ? $"  {Difference(file)}" : "")}");
            WriteLines(output, style, '-', file.Difference?.Removed ?? []);
            WriteLines(output, style, '+', file.Difference?.Added ?? []);
        }
    }

    /// <summary>What was written, and what is left to do.</summary>
    public static void WriteDone(TextWriter output, TextStyle style, IEnumerable<PlannedFile> files, IEnumerable<NextStep> steps)
    {
        foreach (var file in files)
            output.WriteLine($"{(file.IsWritten ? file.Backup is null ? "written" : "replaced" : "already there"),-13}  {SafeText.Of(file.Path)}"
                + (file.Backup is { } backup ? $"  (before: {SafeText.Of(backup)})" : ""));
        foreach (var step in steps)
            output.WriteLine($"next: {SafeText.Sentence(step.Text)}{(step.Command is { } command ? $": {style.Bold(command)}" : "")}");
    }

    /// <summary>How a file that is there differs from the one to install, in a few words.</summary>
    public static string Difference(PlannedFile file)
    {
        var whose = file.State == TargetState.Changed ? "rules of this program, of another version or changed" : "somebody else's";
        return file.Difference switch
        {
            null => $"{whose}, and no text to compare with",
            { Added.Count: 0, Removed.Count: 0 } => $"{whose}, with the same lines in another order",
            { } lines => $"{whose}, lines that would go: {lines.Removed.Count}, that would come: {lines.Added.Count}",
        };
    }

    private static void WriteLines(TextWriter output, TextStyle style, char mark, IReadOnlyList<string> lines)
    {
        foreach (var line in lines.Take(MostLines))
            output.WriteLine(line.Length == 0 ? $"  {mark}" : $"  {mark} {style.Faint(SafeText.Sentence(line))}");
        if (lines.Count > MostLines)
            output.WriteLine($"  {mark} and {lines.Count - MostLines} more");
    }
}
