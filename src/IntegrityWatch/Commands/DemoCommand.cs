using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>demo</c>: a real intrusion, recorded on a real kernel, replayed through the commands that users have.</summary>
internal sealed class DemoCommand : RunnableCommand
{
    public DemoCommand(GlobalOptions options) : base("demo", "Replay a real intrusion through the real commands; needs nothing and changes nothing",
        "demo") => Validators.Add(result =>
    {
        if (options.NameAFile(result))
            result.AddError("the demonstration brings its own host and history along");
    });

    public override int Run(CommandRun run)
    {
        var session = run.Session;
        var folder = Directory.CreateTempSubdirectory("integritywatch-demo-");
        try
        {
            var before = Unpack("before", folder.FullName);
            var after = Unpack("after", folder.FullName);
            var database = Path.Combine(folder.FullName, "history.db");
            Say(session, """
                An intrusion as the group Rocke does it, on a Debian server whose kernel measures what runs.
                The measurement list and the audit log are that kernel's own; the programs are harmless.
                """);
            var colour = run.IsWithoutColour ? new[] { "--no-color" } : [];
            Act(session, "The administrator has patched, and approves what the host is:",
                ["baseline", "capture", "--yes", "--reason", "after patching"], ["--root", before, "--db", database, .. colour]);
            Act(session, "Then somebody breaks in. Cron scans:", ["scan"], ["--root", after, "--db", database, .. colour]);
            Act(session, "The next scan has nothing new to mail, and monitoring still reads the exit code:",
                ["scan", "--quiet", "--new-only"], ["--root", after, "--db", database, .. colour]);
            Act(session, "And what was that one?", ["history", "/tmp/java"], ["--root", after, "--db", database, .. colour]);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Act(Session session, string story, string[] command, string[] files)
    {
        session.Interrupted.ThrowIfCancellationRequested();
        Say(session, $"""

            {story}
            $ integritywatch {string.Join(' ', command.Select(word => word.Contains(' ') ? $"\"{word}\"" : word))}

            """);
        using var errors = new StringWriter();
        var act = new Session(session.Output, errors, session.TerminalColumns) { SendsNothing = true, Interrupted = session.Interrupted };
        var code = CommandLine.Run([.. command, .. files], act);
        Say(session, $"{errors}(exit code {code.ToString()})");
    }

    private static void Say(Session session, string text)
    {
        session.Output.Write(Encoding.UTF8.GetBytes(text + "\n"));
        session.Output.Flush();
    }

    private static string Unpack(string step, string folder)
    {
        var root = Path.Combine(folder, step);
        Directory.CreateDirectory(root);
        using var capture = typeof(DemoCommand).Assembly.GetManifestResourceStream($"demo/{step}.tar.gz")
            ?? throw new InvalidOperationException($"the program was built without the capture {step}");
        using var archive = new GZipStream(capture, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(archive, root, overwriteFiles: false);
        return root;
    }
}
