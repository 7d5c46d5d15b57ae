using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection;

/// <summary>Who did what a technique rule tells of: by what ran in this boot, as the log tells, and never by a name.</summary>
public sealed class ActorTests : IDisposable
{
    private const string Unit = "/etc/systemd/system/multi-user.target.wants/x.service";
    private const string Postinst = "/var/lib/dpkg/info/some.postinst";
    private const string Helper = "/usr/bin/deb-systemd-helper";

    private readonly SomeHost host = new() { Packages = new SomePackages() };
    private readonly TemporaryFolder folder = new();
    private readonly StringBuilder log = new();
    private int serial = 10;

    public ActorTests()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        foreach (var path in new[] { "/usr/bin/dpkg", "/usr/bin/dash", "/usr/bin/perl", "/usr/bin/rm", "/usr/bin/rpm", "/usr/bin/bash", Helper, "/usr/sbin/logrotate", "/usr/sbin/dpkg-preconfigure" })
            Approve(path, path);
        host.Packages!.Script(HostPath.Of(Postinst), "1.1");
        Run(500, 1, "/usr/bin/bash", "/usr/bin/dash");
    }

    public void Dispose()
    {
        folder.Dispose();
        host.Dispose();
    }

    [Fact]
    public void What_a_package_s_script_runs_below_dpkg_is_the_package_manager_s_work()
    {
        Run(605, 1, "/usr/bin/bash", "/usr/bin/dpkg");
        RunScript(606, 605, "/usr/bin/dpkg", "/usr/bin/dash", Postinst);
        RunScript(607, 606, "/usr/bin/dash", "/usr/bin/perl", Helper);
        Write(607, 606, "/usr/bin/perl");
        Write(606, 605, "/usr/bin/dash", "/etc/init.d/x");
        Run(608, 606, "/usr/bin/dash", "/usr/bin/rm");
        Write(608, 606, "/usr/bin/rm", "/etc/cron.d/old", "T1053.003");

        var told = Techniques();

        Assert.Equal([Severity.Info, Severity.Info, Severity.Info], told.Select(finding => finding.Severity));
        Assert.All(told, finding => Assert.True(finding.Explained));
        Assert.Contains(told, finding => finding.Explanation == $"dpkg's work: /usr/bin/rm, run by {Postinst}, run by /usr/bin/dpkg");
        Assert.Contains(told, finding => finding.Explanation == $"{Helper} did it, and is what it is known to be");
    }

    [Fact]
    public void The_kernel_tells_of_a_content_once_and_of_later_starts_no_more()
    {
        Run(605, 1, "/usr/bin/bash", "/usr/bin/dpkg");
        RunScript(607, 1, "/usr/bin/bash", "/usr/bin/perl", Helper);
        // Another day: of all that runs only the script is new, and its process tells who started it.
        RunScript(706, 705, "/usr/bin/dpkg", "/usr/bin/dash", Postinst);
        Write(707, 706, "/usr/bin/perl", title: $"/usr/bin/perl {Helper} enable x");

        Assert.Equal(Severity.Info, Of(Unit).Severity);
    }

    [Theory]
    [InlineData("a bound file", "/usr/bin/dpkg", "trojan", 0u, Severity.Medium)]
    [InlineData("dpkg itself", "/usr/bin/dpkg", "/usr/bin/dpkg", 0u, Severity.Info)]
    [InlineData("a user's dpkg", "/usr/bin/dpkg", "/usr/bin/dpkg", 1000u, Severity.Medium)]
    [InlineData("nobody's program", "/usr/bin/vim", "vim", 0u, Severity.Medium)]
    public void A_name_excuses_nobody(string _, string program, string content, uint euid, Severity severity)
    {
        Run(605, 1, "/usr/bin/bash", program, content, euid);
        Write(605, 1, program, euid: euid);

        Assert.Equal(severity, Of(Unit).Severity);
    }

    [Fact]
    public void A_program_that_runs_others_in_its_own_process_does_not_become_the_manager_s_work()
    {
        Run(605, 1, "/usr/bin/bash", "/usr/bin/dpkg");
        Run(606, 605, "/usr/bin/dpkg", "/opt/evil");
        foreach (var (before, program) in new[] { ("/opt/evil", "/usr/bin/dash"), ("/usr/bin/dash", "/usr/bin/bash"), ("/usr/bin/bash", "/usr/bin/perl"), ("/usr/bin/perl", "/usr/bin/bash"), ("/usr/bin/bash", "/usr/bin/rm") })
            Run(606, 605, before, program);
        Write(606, 605, "/usr/bin/rm");

        Assert.Equal(Severity.Medium, Of(Unit).Severity);
    }

    /// <summary>The second start of a bound file leaves no record, and the true program's content is known too.</summary>
    [Fact]
    public void Where_two_contents_ran_under_a_path_both_must_count()
    {
        Run(605, 1, "/usr/bin/bash", "/usr/bin/dpkg", "trojan");
        Run(606, 1, "/usr/bin/bash", "/usr/bin/dpkg");
        Write(700, 1, "/usr/bin/dpkg");

        Assert.Equal(Severity.Medium, Of(Unit).Severity);
    }

    [Theory]
    [InlineData("/usr/bin/dpkg", Severity.Info)]
    [InlineData("never approved", Severity.Medium)]
    public void A_manager_that_was_replaced_while_it_ran_counts_by_what_was_approved_before(string content, Severity severity)
    {
        Run(605, 1, "/usr/bin/bash", "/usr/bin/dpkg", content);
        Write(605, 1, "/usr/bin/dpkg (deleted)");

        Assert.Equal(severity, Of(Unit).Severity);
    }

    [Fact]
    public void A_program_of_which_nothing_tells_what_it_was_does_not_count()
    {
        Write(605, 1, "/usr/bin/dpkg");

        Assert.Equal(Severity.Medium, Of(Unit).Severity);
    }

    /// <summary>The same path, actor and program, and another script: one does not excuse the other.</summary>
    [Fact]
    public void A_script_counts_by_itself_and_not_by_its_interpreter()
    {
        RunScript(606, 1, "/usr/bin/bash", "/usr/bin/perl", Helper);
        Write(606, 1, "/usr/bin/perl");
        Write(1200, 1190, "/usr/bin/perl", title: "/usr/bin/perl /root/setup.pl");
        // What a process calls itself proves nothing.
        Write(1300, 1190, "/usr/bin/perl", "/etc/systemd/system/y.service", title: $"/usr/bin/perl {Helper}");

        var told = Techniques();

        Assert.Equal([Severity.Info, Severity.Medium], told.Where(finding => finding.Path == HostPath.Of(Unit)).Select(finding => finding.Severity).Order());
        Assert.Equal(Severity.Medium, Of("/etc/systemd/system/y.service").Severity);
    }

    [Theory]
    [InlineData("an own script", "/root/x.sh", 606)]
    [InlineData("a parent that nothing tells of", Postinst, 900)]
    public void What_breaks_the_chain_is_told(string _, string script, int parent)
    {
        Run(605, 1, "/usr/bin/bash", "/usr/bin/dpkg");
        RunScript(606, 605, "/usr/bin/dpkg", "/usr/bin/dash", script);
        Run(608, parent, "/usr/bin/dash", "/usr/bin/rm");
        Write(608, parent, "/usr/bin/rm", "/etc/cron.d/old", "T1053.003");

        Assert.Equal(Severity.Medium, Of("/etc/cron.d/old").Severity);
    }

    [Fact]
    public void A_number_that_another_login_uses_again_is_no_parent()
    {
        Run(605, 1, "/usr/bin/bash", "/usr/bin/dpkg");
        RunScript(606, 605, "/usr/bin/dpkg", "/usr/bin/dash", Postinst);
        log.Replace("auid=4294967295", "auid=1000");
        Write(608, 606, "/usr/bin/rm", "/etc/cron.d/old", "T1053.003");

        Assert.Equal(Severity.Medium, Of("/etc/cron.d/old").Severity);
    }

    [Fact]
    public void What_no_rule_excepts_is_told_of_a_package_manager_too()
    {
        Run(605, 1, "/usr/bin/bash", "/usr/bin/dpkg");
        Write(605, 1, "/usr/bin/dpkg", "/etc/ld.so.preload", "T1574.006");

        Assert.Equal(Severity.High, Of("/etc/ld.so.preload").Severity);
    }

    [Fact]
    public void What_rpm_s_own_scriptlets_run_is_its_work()
    {
        Run(605, 1, "/usr/bin/bash", "/usr/bin/rpm");
        Run(606, 605, "/usr/bin/rpm", "/usr/bin/bash", argv: ["/bin/sh", "/var/tmp/rpm-tmp.Ab3", "1"]);
        Run(608, 606, "/usr/bin/bash", "/usr/bin/rm");
        Write(608, 606, "/usr/bin/rm");

        Assert.Equal(Severity.Info, Of(Unit).Severity);
    }

    /// <summary>A capture that approves who did it makes what it did no better, and one that moves on from it no worse.</summary>
    [Fact]
    public void What_was_approved_when_it_happened_decides_and_no_later_capture()
    {
        Run(605, 1, "/usr/bin/bash", "/usr/bin/dpkg", "dpkg 2");
        Write(605, 1, "/usr/bin/dpkg");
        Assert.Equal(Severity.Medium, Of(Unit).Severity);

        host.Capture(Some.Evidence(Some.Seen(HostPath.Of("/usr/bin/dpkg"), Some.DigestOf("dpkg 2"), entry: 2)));

        Assert.Equal(Severity.Medium, Assert.Single(host.OpenFindings(), finding => finding.Path == HostPath.Of(Unit)).Severity);
    }

    /// <summary>The list's entry is the program's own use too, where the log was rotated away.</summary>
    [Theory]
    [InlineData("/usr/bin/dpkg", Severity.Info)]
    [InlineData("trojan", Severity.Medium)]
    public void An_entry_of_this_boot_s_list_that_was_read_before_tells_what_ran(string content, Severity severity)
    {
        host.Scan(Some.Evidence("no boot id", Some.Seen(HostPath.Of("/usr/bin/dpkg"), Some.DigestOf(content), entry: 2)));
        log.Clear();
        Run(500, 1, "/usr/bin/bash", "/usr/bin/dash");
        Write(605, 1, "/usr/bin/dpkg");

        Assert.Equal(severity, Of(Unit, withList: true).Severity);
    }

    private Finding Of(string path, bool withList = false) => Assert.Single(Techniques(withList), finding => finding.Path == HostPath.Of(path));

    private List<Finding> Techniques(bool withList = false)
    {
        folder.Write("var/log/audit/audit.log", log.ToString());
        using var root = new EvidenceRoot(folder.Path);
        var joined = host.Ask(history =>
        {
            var evidence = new EvidenceReader(new EvidenceRequest { Root = root, WithoutList = true }, history, CancellationToken.None).Read();
            return withList ? WithList(evidence, history) : evidence;
        });
        return [.. host.Scan(joined).Where(finding => finding.Kind == FindingKind.Technique)];
    }

    /// <summary>As the reader does where a list was read.</summary>
    private static EvidenceSnapshot WithList(EvidenceSnapshot evidence, IHistory history)
    {
        var contents = new ListedContents(history, "no boot id");
        foreach (var incident in evidence.Incidents)
            contents.Want(incident.Process!);
        return evidence with { Incidents = [.. evidence.Incidents.Select(incident => incident with { Process = contents.Complete(incident.Process!) })] };
    }

    private void Run(int pid, int ppid, string launcher, string exe, string? content = null, uint euid = 0, params string[] argv) =>
        Start(pid, ppid, launcher, exe, [(exe, content ?? exe)], argv.Length == 0 ? [exe] : argv, exe, euid);

    /// <summary>The kernel opens the script, and the interpreter that its first line names.</summary>
    private void RunScript(int pid, int ppid, string launcher, string interpreter, string script) =>
        Start(pid, ppid, launcher, interpreter, [(script, script), (interpreter, interpreter)], [interpreter, script], script, 0);

    private void Start(int pid, int ppid, string launcher, string exe, (string File, string Content)[] files, string[] argv, string named, uint euid)
    {
        var who = $"ppid={ppid} pid={pid} auid=4294967295 uid={euid} gid={euid} euid={euid} suid={euid} fsuid={euid} egid={euid} sgid={euid} fsgid={euid} tty=(none) ses=4294967295";
        foreach (var (file, content) in files)
            Add("INTEGRITY_RULE", $"file=\"{file}\" hash=\"{Some.DigestOf(content)}\" {who} comm=\"x\" exe=\"{launcher}\" subj=unconfined");
        Add("SYSCALL", $"arch=c000003e syscall=59 success=yes exit=0 items=1 {who} comm=\"x\" exe=\"{exe}\" subj=unconfined key=(null)");
        Add("EXECVE", $"argc={argv.Length} {string.Join(' ', argv.Select((argument, at) => $"a{at}=\"{argument}\""))}");
        Add("PATH", $"item=0 name=\"{named}\" inode=1 dev=fe:00 mode=0100755 nametype=NORMAL");
        Add("PROCTITLE", $"proctitle={Convert.ToHexString(Encoding.UTF8.GetBytes(string.Join('\0', argv)))}");
        serial++;
    }

    private void Write(int pid, int ppid, string exe, string path = Unit, string key = "T1543.002", string? title = null, uint euid = 0)
    {
        var program = exe.Contains(' ', StringComparison.Ordinal) ? Convert.ToHexString(Encoding.UTF8.GetBytes(exe)) : $"\"{exe}\"";
        Add("SYSCALL", $"arch=c000003e syscall=257 success=yes exit=3 items=1 ppid={ppid} pid={pid} auid=4294967295 uid={euid} gid=0 euid={euid} tty=(none) ses=4294967295 comm=\"x\" exe={program} subj=unconfined key=\"{key}\"");
        Add("PATH", $"item=0 name=\"{path}\" inode=2 dev=fe:00 mode=0100644 nametype=CREATE");
        if (title is not null)
            Add("PROCTITLE", $"proctitle={Convert.ToHexString(Encoding.UTF8.GetBytes(title.Replace(' ', '\0')))}");
        serial++;
    }

    private void Add(string type, string body) => log.Append(null, $"type={type} msg=audit({Some.Time.ToUnixTimeSeconds() + serial}.000:{serial}): {body}\n");

    private void Approve(string path, string content) => host.Change(history => history.Put(new Approval
    {
        Path = HostPath.Of(path),
        Digest = Some.DigestOf(content),
        Terms = ApprovalTerms.From(1),
        OnDiskSince = 1,
        ApprovedAt = Some.Time,
    }));
}
