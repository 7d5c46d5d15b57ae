namespace IntegrityWatch.Model.Rules;

/// <summary>What a package accounts for and what no package does, of hosts of all sorts: see <see cref="AnyHost"/>.</summary>
public class ExplainedRulesTests
{
    private const string Kernel = "6.1.0-31-amd64";

    [Fact]
    public void A_script_that_apt_unpacks_and_runs_is_low_and_a_strangers_under_such_a_name_is_not() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        for (var run = 0; run < drawn.Between(0, 1, 3); run++)
        {
            host.Boot();
            host.Run("/usr/bin/dash");
            host.Run("/usr/bin/apt-get", new HostActor { Pid = 882 });
            var preconfigure = new HostActor
            {
                Pid = 892,
                Parent = 882,
                Program = "/usr/bin/dash",
                Arguments = ["/usr/bin/perl", "-w", "/usr/sbin/dpkg-preconfigure", "--apt"],
            };
            host.Run("/usr/bin/perl", preconfigure);
            host.Run("/usr/sbin/dpkg-preconfigure", preconfigure with { Interpreter = "/usr/bin/perl", Arguments = null });
            host.RunUnnamed(Script($"{run}"), Contents.Script($"{drawn.Name} {drawn.Numbers[run]}"),
                new HostActor { Pid = 902, Parent = 892, Program = "/usr/bin/perl", Interpreter = "/usr/bin/dash" });
            var said = watched.Scan();
            Assert.NotEmpty(said.Of(Script($"{run}")));
            Assert.All(said.Findings, line => Assert.Contains(" low ", line, StringComparison.Ordinal));
        }
        host.RunUnnamed(Script("stranger"), Contents.Script("stranger"), new HostActor { Pid = 1000, Interpreter = "/usr/bin/dash" });
        Assert.DoesNotContain(watched.Scan().Of(Script("stranger")), line => line.Contains(" low ", StringComparison.Ordinal));
        Assert.NotEmpty(watched.Scan().Of(Script("stranger")));

        string Script(string number) => $"/var/cache/debconf/tmp.ci/{drawn.Name}.config.{number}";
    }, (host, _) => InstallTools(host));

    [Fact]
    public void A_configuration_file_that_its_package_brought_is_low_and_an_edited_one_is_high() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var path = $"/etc/cron.daily/{drawn.Name}";
        for (var version = 1; version <= drawn.Between(0, 1, 3); version++)
        {
            Install(version);
            host.Run(path);
            var said = watched.Scan();
            Assert.NotEmpty(said.Of(path));
            Assert.All(said.Of(path), line => Assert.True(IsAtMost(line, "low"), line));
            watched.Capture();
        }
        host.Disk.Replace(path, Contents.Script("edited"));
        host.Run(path);
        Assert.True(watched.Scan().Tells("altered-file", path, "high"));

        void Install(int version)
        {
            var content = Contents.Script($"{drawn.Name} {version}");
            host.Disk.Replace(path, content);
            host.Pass(TimeSpan.FromSeconds(2));
            host.Packages.Install("site-jobs", $"1.{version}", host.Now, new Dictionary<string, byte[]> { [path] = content }, path);
        }
    });

    [Fact]
    public void What_a_package_managers_script_does_is_low_and_what_a_strangers_does_is_not() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        const string Key = "T1543.002-Systemd_Service";
        const string JobKey = "T1053.003-Scheduled_Task";
        const string Postinst = "/var/lib/dpkg/info/site.postinst";
        var job = $"/etc/cron.d/{drawn.Name}";
        var service = $"/etc/systemd/system/multi-user.target.wants/{drawn.Name}.service";
        host.Boot();
        host.Run("/usr/bin/dash");
        host.Disk.Replace(Postinst, Contents.Script($"postinst {drawn.Numbers[0]}"));
        host.Install("site", "1.0", ("/usr/bin/site", drawn.Name));
        host.Run("/usr/bin/dpkg", new HostActor { Pid = 605, Arguments = ["dpkg", "--configure", "-a"] });
        var postinst = new HostActor { Pid = 606, Parent = 605, Program = "/usr/bin/dpkg", Interpreter = "/usr/bin/dash" };
        host.Run(Postinst, postinst with { Arguments = ["/bin/sh", Postinst, "configure"] });
        var helper = new HostActor { Pid = 607, Parent = 606, Program = "/usr/bin/dash" };
        helper = helper with { Arguments = ["/usr/bin/perl", "/usr/bin/deb-systemd-helper", "enable", drawn.Name] };
        host.Run("/usr/bin/deb-systemd-helper", helper with { Interpreter = "/usr/bin/perl" });
        host.Run("/usr/bin/perl", helper);
        host.Make(service, Key, helper with { Program = "/usr/bin/perl" });
        // What the script runs besides is the manager's work too, and nothing that it does by itself.
        var remover = new HostActor { Pid = 608, Parent = 606, Program = "/usr/bin/dash", Arguments = ["rm", "-f", job] };
        host.Run("/usr/bin/rm", remover);
        host.Make(job, JobKey, remover with { Program = "/usr/bin/rm" });
        var said = watched.Scan();
        Assert.All(said.Of(service).Concat(said.Of(job)), line => Assert.True(IsAtMost(line, "low", "info"), line));
        Assert.NotEmpty(said.Of(job));

        host.Make(job + "-x", JobKey, new HostActor { Program = "/usr/bin/rm" });
        Assert.True(watched.Scan().Tells("technique", job + "-x", "medium"));
        var strangers = service.Replace(".service", "-other.service", StringComparison.Ordinal);
        host.Disk.Replace(drawn.Path, Contents.Script("link"));
        host.Run(drawn.Path, new HostActor { Pid = 700, Interpreter = "/usr/bin/perl", Arguments = ["/usr/bin/perl", drawn.Path] });
        host.Make(strangers, Key, new HostActor { Pid = 700, Program = "/usr/bin/perl", Arguments = ["/usr/bin/perl", drawn.Path] });
        Assert.True(watched.Scan().Tells("technique", strangers, "medium"));
    }, (host, _) => InstallTools(host));

    [Fact]
    public void A_module_that_dkms_built_is_told_apart_from_one_that_nobody_built() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var (built, bad) = ($"/usr/lib/modules/{Kernel}/updates/dkms/{drawn.Name}.ko", $"/usr/lib/modules/{Kernel}/extra/{drawn.Name}-x.ko");
        host.Disk.Write(built, drawn.Program("built"));
        host.Disk.Write($"/var/lib/dkms/{drawn.Name}/1.0/{Kernel}/x86_64/module/{drawn.Name}.ko", drawn.Program("built"));
        host.Disk.Write(bad, drawn.Program("rootkit"));
        host.Load(built);
        host.Load(bad);

        var said = watched.Scan();

        Assert.NotEmpty(said.Of(built));
        Assert.All(said.Of(built), line => Assert.True(IsAtMost(line, "low", "medium"), line));
        Assert.True(said.Tells("unknown-module", bad, "high"));
        // What lies beside dkms's own copy and is another is nobody's.
        host.Disk.Replace(built, drawn.Program("other"));
        host.Load(built);
        Assert.True(watched.Scan().Tells("unknown-module", built, "high"));
    }, (host, drawn) =>
    {
        var configuration = System.Text.Encoding.UTF8.GetBytes($"PACKAGE_NAME=\"{drawn.Name}\"\nPACKAGE_VERSION=\"1.0\"\nBUILT_MODULE_NAME[0]=\"{drawn.Name}\"\n");
        var path = $"/usr/src/{drawn.Name}-1.0/dkms.conf";
        host.Disk.Write(path, configuration);
        host.Packages.Install($"{drawn.Name}-dkms", "1.0", host.Now, new Dictionary<string, byte[]> { [path] = configuration });
    });

    private static bool IsAtMost(string line, params string[] severities) => severities.Any(severity => line.Contains($" {severity} ", StringComparison.Ordinal));

    private static void InstallTools(SimulatedHost host)
    {
        host.Install("apt", "2.6", ("/usr/bin/apt-get", "apt 2.6"));
        host.Install("dpkg", "1.21", ("/usr/bin/dpkg", "dpkg 1.21"));
        host.Install("perl-base", "5.36", ("/usr/bin/perl", "perl 5.36"));
        host.Install("coreutils", "9.1", ("/usr/bin/rm", "rm 9.1"));
        host.Install("dash", "0.5", ("/usr/bin/dash", "dash 0.5"));
        InstallScript(host, "debconf", "/usr/sbin/dpkg-preconfigure");
        InstallScript(host, "init-system-helpers", "/usr/bin/deb-systemd-helper");
    }

    private static void InstallScript(SimulatedHost host, string package, string path)
    {
        host.Disk.Write(path, Contents.Script(path));
        host.Packages.Install(package, "1.0", host.Now, new Dictionary<string, byte[]> { [path] = Contents.Script(path) });
    }
}
