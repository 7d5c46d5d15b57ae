using IntegrityWatch.Evidence.Audit.Events;

namespace IntegrityWatch.Evidence.Audit.Actors;

/// <summary>
/// Which script an interpreter runs. The kernel starts a script by its first line: the process's program is the interpreter, and only what
/// was opened and handed over says what runs.
/// </summary>
internal static class ScriptGiven
{
    /// <summary>Without the version that many bear.</summary>
    private static readonly HashSet<string> Interpreters = new(StringComparer.Ordinal)
    {
        "sh", "dash", "bash", "ash", "busybox", "ksh", "mksh", "zsh", "fish", "perl", "python", "ruby", "php", "lua", "luajit", "node", "tclsh", "expect", "guile",
        "awk", "gawk", "mawk",
    };

    /// <summary>Options after which an interpreter reads no file, but what stands in the command itself.</summary>
    private static readonly string[] Inline = ["-c", "-e", "-E", "-m", "-r", "-s"];

    public static bool IsInterpreter(HostPath program) =>
        Interpreters.Contains(LossyUtf8.Decode(program.FileName).TrimEnd("0123456789.-".ToCharArray()));

    /// <summary>The script that the event's exec started; null where it started none, or the event is no exec.</summary>
    public static HostPath? Of(AuditEvent started)
    {
        if (started is not { Argv.Count: > 0, Process.Exe: { } exe })
            return null;
        if (started.Paths.FirstOrDefault(path => path.NameType != "PARENT") is { } file)
        {
            var opened = Whole(file.Name, started);
            // A folder of the name can be a link: the kernel's own name is the rule's.
            foreach (var rule in started.IntegrityRules)
                if (rule.File != exe && rule.File.FileName.SequenceEqual(opened.FileName))
                    return rule.File;
            // Or the name itself is a link: of what an exec opens, a script comes first.
            if (opened != exe && started.Argv.Skip(1).Any(argument => Whole(HostPath.Of(argument), started) == opened))
                return started.IntegrityRules is [var first, ..] && first.File != exe && !IsLibrary(first.File) ? first.File : opened;
        }
        return IsInterpreter(exe) ? Named(started.Argv, started) : null;
    }

    /// <summary>What the process itself says that it runs, which it can set as it likes; null where it is no interpreter, or says nothing.</summary>
    public static HostPath? ByItsWord(AuditEvent told, HostPath exe) =>
        told.Proctitle is { } title && IsInterpreter(exe) ? Named(title.Split(' ', StringSplitOptions.RemoveEmptyEntries), told) : null;

    /// <summary>The first argument that is no option.</summary>
    private static HostPath? Named(IReadOnlyList<string> arguments, AuditEvent told)
    {
        foreach (var argument in arguments.Skip(1))
            if (Inline.Contains(argument) || argument is "-" or "--")
                return null;
            else if (!argument.StartsWith('-'))
                return Whole(HostPath.Of(argument), told);
        return null;
    }

    private static bool IsLibrary(HostPath file) => file.FileName.IndexOf(".so"u8) >= 0;

    private static HostPath Whole(HostPath name, AuditEvent told) => told.Cwd is { } folder ? name.From(folder) : name;
}
