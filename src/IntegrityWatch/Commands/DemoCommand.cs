using System.CommandLine;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>demo</c>: a real intrusion, recorded on a real kernel, replayed through the commands that users have.</summary>
internal sealed class DemoCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;

    private DemoCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var demo = new DemoCommand(options, session);
        var command = new Command("demo", "Replay a real intrusion through the real commands; needs nothing and changes nothing");
        command.Validators.Add(result =>
        {
            if (options.NamesAPlace(result))
                result.AddError("the demonstration brings its own host and history along");
        });
        command.SetAction(demo.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var folder = Directory.CreateTempSubdirectory("integritywatch-demo-");
        try
        {
            var before = Unpack("before", folder.FullName);
            var after = Unpack("after", folder.FullName);
            var database = Path.Combine(folder.FullName, "history.db");
            Say("""
                An intrusion as the group Rocke does it, on a Debian server whose kernel measures what runs.
                The measurement list and the audit log are that kernel's own; the programs are harmless.
                """);
            var colour = options.NoColour(parsed) ? new[] { "--no-color" } : [];
            Act("The administrator has patched, and approves what the host is:",
                ["baseline", "capture", "--yes", "--reason", "after patching"], ["--root", before, "--db", database, .. colour]);
            Act("Then somebody breaks in. Cron scans:", ["scan"], ["--root", after, "--db", database, .. colour]);
            Act("The next scan has nothing new to mail, and monitoring still reads the exit code:",
                ["scan", "--quiet", "--new-only"], ["--root", after, "--db", database, .. colour]);
            Act("And what was that one?", ["history", "/tmp/java"], ["--root", after, "--db", database, .. colour]);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Act(string story, string[] command, string[] places)
    {
        session.Interrupted.ThrowIfCancellationRequested();
        Say($"""

            {story}
            $ integritywatch {string.Join(' ', command.Select(word => word.Contains(' ') ? $"\"{word}\"" : word))}

            """);
        using var errors = new StringWriter();
        var act = new Session(session.Output, errors, session.TerminalColumns) { SendsNothing = true, Interrupted = session.Interrupted };
        var code = CommandLine.Run([.. command, .. places], act);
        Say($"{errors}(exit code {code.ToString()})");
    }

    private void Say(string text)
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
