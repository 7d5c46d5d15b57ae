using System.CommandLine;
using IntegrityWatch.Configuration;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Doctor;
using IntegrityWatch.Doctor.Auditing;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>doctor</c>: is this host able to tell, and what to do where it is not. Changes nothing.</summary>
internal sealed class DoctorCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FormatOption format = new();

    private DoctorCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var doctor = new DoctorCommand(options, session);
        var command = new Command("doctor",
            "Say whether this host is able to tell: kernel, policy, auditd, TPM, permissions, schedule; and what to do where it is not");
        doctor.format.AddTo(command);
        command.SetAction(doctor.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        using var root = options.OpenRoot(parsed, session);
        var report = Checkup.Run(Request(parsed, root));
        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => HealthJson.Write(stream, Tool.Info, report));
        else
            printer.Text((writer, style) => HealthText.Write(writer, style, report, options.Quiet(parsed)));
        return (int)report.Verdict;
    }

    private CheckupRequest Request(ParseResult parsed, EvidenceRoot root)
    {
        // What keeps a scan from running is a finding here, and no reason to look at nothing.
        CannotCheckException? fault = null;
        var settings = new Settings();
        try
        {
            settings = options.Settings(parsed);
            options.Policy(parsed, settings);
        }
        catch (CannotCheckException wrong)
        {
            fault = wrong;
        }
        var policies = options.PolicyFiles(parsed, settings);
        var program = Environment.ProcessPath;
        return new CheckupRequest
        {
            Root = root,
            Database = options.Database(parsed, settings, root),
            OwnFiles = [.. new[] { program }.OfType<string>(), .. options.ConfigurationFiles(parsed), .. policies],
            ConfigurationFault = fault,
            Policies = policies.Count,
            Techniques = new TechniqueTable(),
            Now = session.Now,
            ProgramMadeAt = program is null ? null : File.GetLastWriteTimeUtc(program),
            IsPrivileged = Environment.IsPrivilegedProcess,
            AskAuditctl = Auditctl.Ask,
            Interrupted = session.Interrupted,
        };
    }
}
