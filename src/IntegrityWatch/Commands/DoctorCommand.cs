using IntegrityWatch.Commands.Options;
using IntegrityWatch.Configuration;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Doctor;
using IntegrityWatch.Doctor.Auditing;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands;

/// <summary><c>doctor</c>: is this host able to tell, and what to do where it is not. Changes nothing.</summary>
internal sealed class DoctorCommand : RunnableCommand
{
    private readonly FormatOption format = new();

    public DoctorCommand() : base("doctor", "Say whether this host is able to tell: kernel, policy, auditd, TPM, permissions, schedule; and what to do where it is not",
        "doctor", "doctor --quiet", "doctor --root web01.tar.gz")
    {
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        using var root = run.OpenRoot();
        var report = DoctorReport.Create(Request(run, root));
        run.Answer(format, stream => JsonAnswers.WriteDoctor(stream, Tool.Info, report),
            (writer, style) => DoctorText.Write(writer, style, report, run.IsQuiet));
        return (int)report.Verdict;
    }

    private static DoctorRequest Request(CommandRun run, EvidenceRoot root)
    {
        // What keeps a scan from running is a finding here, and no reason to look at nothing.
        CannotCheckException? fault = null;
        var settings = new Settings();
        Policy? policy = null;
        try
        {
            settings = run.Settings;
            policy = run.Policy;
        }
        catch (CannotCheckException wrong)
        {
            fault = wrong;
        }
        var policies = run.PolicyFilesOf(settings);
        var program = Environment.ProcessPath;
        return new DoctorRequest
        {
            Root = root,
            Database = run.DatabaseOf(settings, root),
            OwnFiles = [.. new[] { program }.OfType<string>(), .. run.ConfigurationFiles, .. policies],
            ConfigurationFault = fault,
            Policy = policy,
            Policies = policies.Count,
            Techniques = new TechniqueTable(),
            Now = run.Now,
            ProgramMadeAt = program is null ? null : File.GetLastWriteTimeUtc(program),
            IsPrivileged = Environment.IsPrivilegedProcess,
            AskAuditctl = Auditctl.Ask,
            Interrupted = run.Interrupted,
        };
    }
}
