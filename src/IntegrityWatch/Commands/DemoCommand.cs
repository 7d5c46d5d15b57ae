using System.CommandLine;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>demo</c>: a real intrusion, recorded on a real kernel, replayed through the commands that users have.</summary>
internal sealed class DemoCommand
{
    private readonly Session session;

    private DemoCommand(Session session) => this.session = session;

    public static Command Build(Session session)
    {
        var demo = new DemoCommand(session);
        var command = new Command("demo", "Replay a real intrusion through the real commands; needs nothing and changes nothing");
        command.SetAction(_ => demo.Run());
        return command;
    }

    private int Run()
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
            Act("The administrator has patched, and approves what the host is:",
                ["baseline", "capture", "--yes", "--reason", "after patching"], before, database);
            Act("Then somebody breaks in. Cron scans:", ["scan"], after, database);
            Act("The next scan has nothing new to mail, and monitoring still reads the exit code:",
                ["scan", "--quiet", "--new-only"], after, database);
            Act("And what was that one?", ["history", "/tmp/java"], after, database);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Act(string story, string[] command, string root, string database)
    {
        session.Interrupted.ThrowIfCancellationRequested();
        Say($"""

            {story}
            $ integritywatch {string.Join(' ', command.Select(word => word.Contains(' ') ? $"\"{word}\"" : word))}

            """);
        using var errors = new StringWriter();
        using var act = new Session(session.Output, errors, session.TerminalColumns);
        var code = CommandLine.Run([.. command, "--root", root, "--db", database], act);
        Say($"{errors}(exit code {code.ToString(CultureInfo.InvariantCulture)})");
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
