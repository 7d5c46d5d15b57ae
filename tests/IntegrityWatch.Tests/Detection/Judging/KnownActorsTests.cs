using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Judging;

/// <summary>Whom the history vouches for: by the content that ran, and where it is a package manager's work, by root alone.</summary>
public sealed class KnownActorsTests : IDisposable
{
    private static readonly Digest Dpkg = Some.DigestOf("dpkg");
    private static readonly Digest Old = Some.DigestOf("dpkg, an older one");
    private static readonly Digest Dash = Some.DigestOf("dash");
    private static readonly Digest Perl = Some.DigestOf("perl");
    private static readonly Digest Helper = Some.DigestOf("helper");
    private static readonly Digest Trojan = Some.DigestOf("trojan");
    private static readonly HostPath Postinst = HostPath.Of("/var/lib/dpkg/info/some.postinst");
    private static readonly HostPath Object = HostPath.Of("/etc/x");

    private readonly SomeHost host = new();

    public KnownActorsTests()
    {
        host.Generations(GenerationOrigin.Capture, GenerationOrigin.Capture);
        host.Approve(Actors.Dpkg, Dpkg);
        host.Approve(Actors.Dpkg, Old, ApprovalTerms.From(1).MovedOnIn(2));
        foreach (var (path, content) in new[]
        {
            ("/usr/bin/dash", Dash), ("/usr/bin/perl", Perl), ("/usr/bin/deb-systemd-helper", Helper), ("/usr/sbin/logrotate", Dash),
            ("/usr/sbin/auditctl", Dash), ("/root/own.pl", Dash), ("/usr/bin/vim", Dash),
        })
            host.Approve(HostPath.Of(path), content);
    }

    public void Dispose() => host.Dispose();

    /// <summary>The script of a package that is no file of it has no content to vouch for: who started it, and with which interpreter, has to.</summary>
    [Theory]
    [InlineData("the script itself", true)]
    [InlineData("another script", false)]
    [InlineData("the process's own word", false)]
    [InlineData("an unknown interpreter", false)]
    [InlineData("no script", true)]
    public void The_run_of_a_script_is_the_manager_s_work_by_what_started_it(string what, bool isManagers)
    {
        var self = Actors.Link("/usr/bin/dash", what == "an unknown interpreter" ? Trojan : Dash) with
        {
            Script = what switch { "another script" => HostPath.Of("/root/x.sh"), "no script" => null, _ => Postinst },
            ScriptContents = what == "no script" ? [] : [Trojan],
            IsHearsay = what == "the process's own word",
        };

        var manager = Ask(actors => actors.ManagerOfScript(Actors.Of(self, Actors.Link("/usr/bin/dpkg", Dpkg)), Postinst, readIn: 2));

        Assert.Equal(isManagers ? "dpkg" : null, manager?.Name);
    }

    [Theory]
    [InlineData(0u, 0u, true)]
    [InlineData(1000u, 0u, false)]
    [InlineData(0u, 1000u, false)]
    public void Whoever_does_a_manager_s_work_is_root_all_the_way(uint self, uint manager, bool isManagers) => Assert.Equal(isManagers, Ask(actors => actors.ManagerOf(
        Actors.Of(Actors.Link("/usr/bin/dash", Dash) with { Euid = self }, Actors.Link("/usr/bin/dpkg", Dpkg) with { Euid = manager }), 2)) is not null);

    /// <summary>A package's script below the manager counts by what its package says of its version; its interpreter by its content.</summary>
    [Theory]
    [InlineData("as its version had it", true)]
    [InlineData("of an unknown interpreter", false)]
    [InlineData("of which nothing tells the content", false)]
    [InlineData("of more contents than are kept", false)]
    [InlineData("written over in the same version", false)]
    [InlineData("of no package", false)]
    public void A_package_s_script_counts_below_the_manager(string what, bool counts)
    {
        Digest[] contents = what switch
        {
            "of which nothing tells the content" => [],
            "of more contents than are kept" => [.. Enumerable.Range(0, ActorChain.MostContents + 1).Select(number => Some.DigestOf($"script {number}"))],
            _ => [Some.DigestA],
        };
        foreach (var content in contents)
            host.Put(Some.Use(Postinst, content) with { Package = new PackageNote { Name = "some", Version = "1", IsScript = what != "of no package" } });
        host.Change(history => history.Put(new PackageVersions { Generation = 1, Manager = "dpkg", Versions = new Dictionary<string, string> { ["some"] = "1" } }));
        if (what == "written over in the same version")
            host.Approve(Postinst, Some.DigestB);
        var script = Actors.Link("/usr/bin/dash", what == "of an unknown interpreter" ? Trojan : Dash) with { Script = Postinst, ScriptContents = contents };

        Assert.Equal(counts, Ask(actors => actors.ManagerOf(Actors.Of(Actors.Link("/usr/bin/perl", Perl), script, Actors.Link("/usr/bin/dpkg", Dpkg)), 2)) is not null);
    }

    /// <summary>What a capture had moved on from counts only of a program that was replaced while it ran, or of which two contents are known.</summary>
    [Theory]
    [InlineData("/usr/bin/dpkg", "current", true)]
    [InlineData("/usr/bin/dpkg", "old", false)]
    [InlineData("/usr/bin/dpkg (deleted)", "old", true)]
    [InlineData("/usr/bin/dpkg (deleted)", "trojan", false)]
    [InlineData("/usr/bin/dpkg", "current and old", true)]
    [InlineData("/usr/bin/dpkg", "current and trojan", false)]
    [InlineData("/usr/bin/dpkg", "", false)]
    public void A_program_counts_with_the_contents_that_it_can_have_had(string program, string contents, bool counts)
    {
        Digest[] those = [.. contents.Split(" and ", StringSplitOptions.RemoveEmptyEntries).Select(content => content == "current" ? Dpkg : content == "old" ? Old : Trojan)];

        Assert.Equal(counts, Ask(actors => actors.Counts(Actors.Link(program, those), readIn: 2)));
    }

    [Theory]
    [InlineData("approved in another algorithm", true)]
    [InlineData("not approved in another algorithm", false)]
    [InlineData("as its package brought it", true)]
    [InlineData("not as its package brought it", false)]
    [InlineData("as its package's changed list says", false)]
    [InlineData("a container's, as its package brought it", false)]
    public void What_is_not_approved_counts_where_the_disk_or_its_package_says_that_it_is_known(string what, bool counts)
    {
        var path = HostPath.Of("/usr/bin/new");
        host.Approve(path, Some.Md5Of("known"));
        host.Change(history => history.Put(new PackageVersions
        {
            Generation = 2,
            Manager = "dpkg",
            Versions = new Dictionary<string, string> { ["some"] = "1" },
            Lists = new Dictionary<string, string> { ["some"] = "list" },
        }));
        var package = new PackageNote { Name = "some", Version = "1", List = what.Contains("changed", StringComparison.Ordinal) ? "another" : "list", MatchesManifest = !what.StartsWith("not", StringComparison.Ordinal) };
        host.Put(what.EndsWith("algorithm", StringComparison.Ordinal)
            ? Some.Use(path, Trojan) with { Twin = Some.Md5Of(what.StartsWith("not", StringComparison.Ordinal) ? "other" : "known") }
            : Some.Use(path, Trojan) with
            {
                Package = package,
                Realm = what.StartsWith("a container", StringComparison.Ordinal) ? IntegrityWatch.Evidence.Uses.Realm.Container : default,
                Container = what.StartsWith("a container", StringComparison.Ordinal) ? "c" : null,
            });

        Assert.Equal(counts, Ask(actors => actors.Counts(Actors.Link("/usr/bin/new", Trojan), readIn: 2)));
    }

    /// <summary>The rule excepts logrotate, dpkg, a helper's script; each is known to be that, or is not.</summary>
    [Theory]
    [InlineData("log-removed", "/usr/sbin/logrotate", null, 0u, true)]
    [InlineData("log-removed", "/usr/sbin/logrotate", null, 1000u, true)]
    [InlineData("log-removed", "/usr/bin/vim", null, 0u, false)]
    [InlineData("service-unit", "/usr/bin/perl", "/usr/bin/deb-systemd-helper", 0u, true)]
    [InlineData("service-unit", "/usr/bin/perl", "/root/own.pl", 0u, false)]
    [InlineData("service-unit", "/usr/bin/perl", null, 0u, false)]
    [InlineData("service-unit", "/usr/bin/dpkg", null, 0u, true)]
    [InlineData("service-unit", "/usr/bin/dpkg", null, 1000u, false)]
    public void A_rule_excepts_what_it_names_and_is_known_to_be_that(string rule, string program, string? script, uint euid, bool isExcepted)
    {
        var self = Actors.Link(program, ContentOf(program)) with { Euid = euid, Script = script is null ? null : HostPath.Of(script), ScriptContents = script is null ? [] : [ContentOf(script)] };

        Assert.Equal(isExcepted, Excepted(rule, Object, Actors.Of(self)) is not null);
        Assert.Null(Excepted(rule, Object, Actors.Of(self with { Contents = [Trojan] })));
        Assert.Null(Excepted(rule, Object, Actors.Of(self with { IsHearsay = true, Euid = 1000 })));
    }

    /// <summary>Only of a program that was started the command line is the kernel's word: of what it does later it is its own.</summary>
    [Theory]
    [InlineData("/usr/sbin/auditctl", "auditctl -l", true)]
    [InlineData("/usr/sbin/auditctl", "auditctl -D", false)]
    [InlineData("/usr/sbin/auditctl", null, false)]
    [InlineData("/etc/audit/rules.d/x", "auditctl -l", false)]
    public void A_command_is_excepted_of_the_program_that_is_started_with_it(string path, string? command, bool isExcepted) => Assert.Equal(isExcepted,
        Excepted("defence-impaired", HostPath.Of(path), Actors.Of(Actors.Link("/usr/sbin/auditctl", Dash)) with { Command = command }) is not null);

    [Theory]
    [InlineData("nothing tells what it was", 0, true)]
    [InlineData("its content is known", 0, false)]
    [InlineData("it is a container's", 0, false)]
    [InlineData("it is a script", 0, false)]
    [InlineData("it is another program", 0, false)]
    [InlineData("it is a manager of a user", 0, false)]
    [InlineData("it is a manager of root", 0, true)]
    [InlineData("nothing tells what it was", 1, false)]
    public void Before_anything_was_captured_a_name_is_enough_where_no_source_knows_a_content(string what, int readIn, bool isExcepted)
    {
        var isManager = what.Contains("manager", StringComparison.Ordinal);
        var self = Actors.Link(what == "it is another program" ? "/usr/bin/vim" : isManager ? "/usr/bin/dpkg" : "/usr/sbin/logrotate") with
        {
            Contents = what == "its content is known" ? [Trojan] : [],
            IsElsewhere = what == "it is a container's",
            Script = what == "it is a script" ? HostPath.Of("/root/x.sh") : null,
            Euid = what.EndsWith("user", StringComparison.Ordinal) ? 1000u : 0u,
        };

        Assert.Equal(isExcepted, Excepted(isManager ? "sudo-rule" : "log-removed", Object, Actors.Of(self), readIn) is not null);
    }

    private static Digest ContentOf(string path) => path switch
    {
        "/usr/bin/dpkg" => Dpkg,
        "/usr/bin/perl" => Perl,
        "/usr/bin/deb-systemd-helper" => Helper,
        _ => Dash,
    };

    private string? Excepted(string rule, HostPath path, ProcessInfo process, int readIn = 2) =>
        Ask(actors => actors.Excepted(host.Policy.TechniqueRules.Single(known => known.Id == rule), path, process, readIn));

    private T Ask<T>(Func<KnownActors, T> question) => host.Ask(history => question(new KnownActors(history)));
}
