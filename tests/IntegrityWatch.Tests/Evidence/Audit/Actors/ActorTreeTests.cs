using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Actors;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Tests.Evidence.Joining;

namespace IntegrityWatch.Tests.Evidence.Audit.Actors;

/// <summary>
/// A story is written from the process up: a program, <c>=</c> what it can have been, <c>!</c> where that is what it was started with; its script
/// in the same way, with <c>says</c> where only the process tells of it.
/// </summary>
public sealed class ActorTreeTests
{
    private const string Dpkg = "/usr/bin/dpkg";
    private const string Bash = "/usr/bin/bash";
    private const string Dash = "/usr/bin/dash";
    private const string Postinst = "/var/lib/dpkg/info/some.postinst";

    private static readonly UseOrigin Container = new(null, "some_label");

    private readonly ProgramContents contents = new(FixedMemory.None);
    private readonly Dictionary<Digest, string> names = [];
    private readonly ActorTree tree;
    private uint serial = 100;

    public ActorTreeTests() => tree = new ActorTree(contents);

    [Fact]
    public void A_program_is_what_its_start_says_and_its_parents_are_above_it()
    {
        Start(10, 1, Bash, "bash");
        Start(11, 10, Dash, "dash", was: Bash);

        Assert.Equal("/usr/bin/vim=vim! < /usr/bin/dash=dash! < /usr/bin/bash=bash!", Start(12, 11, "/usr/bin/vim", "vim", was: Dash));
    }

    [Fact]
    public void The_user_is_that_of_each_process_at_its_own_time()
    {
        Tell(Starting(10, 1, Bash, "bash") with { Euid = 7 });
        Tell(Starting(11, 10, Dash, "dash") with { Euid = 8 });

        var story = Chain(new ToldProcess(11, 10, Dash) { Euid = 9 })!;

        Assert.Equal([9u, 7u], story.Links.Select(link => link.Euid));
    }

    [Fact]
    public void The_story_ends_at_a_package_manager()
    {
        Start(10, 1, Bash, "bash");
        Start(11, 10, Dpkg, "dpkg", was: Bash);
        Start(12, 11, "/usr/bin/rm", "rm", was: Dpkg);

        Assert.Equal("/usr/bin/rm=rm! < /usr/bin/dpkg=dpkg", Act(12, 11, "/usr/bin/rm"));
        Assert.Equal("/usr/bin/dpkg=dpkg!", Act(11, 10, Dpkg));
        Assert.True(ActorTree.LeadsToManager(Chain(new ToldProcess(12, 11, "/usr/bin/rm"))!));
        Assert.False(ActorTree.LeadsToManager(Chain(new ToldProcess(10, 1, Bash))!));
    }

    [Fact]
    public void The_story_ends_at_a_package_manager_that_only_its_own_start_tells_of()
    {
        Start(10, 1, Bash, "bash");
        Start(11, 10, Dpkg, "dpkg");
        Start(12, 11, "/usr/bin/rm", "rm");

        Assert.Equal("/usr/bin/ls=ls! < /usr/bin/rm=rm! < /usr/bin/dpkg=dpkg!", Start(13, 12, "/usr/bin/ls", "ls"));
    }

    [Fact]
    public void A_process_that_runs_another_program_by_now_has_become_it_by_a_start_that_the_log_does_not_tell_of()
    {
        Start(10, 1, Bash, "bash");

        Assert.Equal("/usr/bin/vim < /usr/bin/bash=bash!", Act(10, 1, "/usr/bin/vim"));
        Assert.Equal("/usr/bin/ls=ls! < /usr/bin/vim < /usr/bin/bash=bash!", Start(11, 10, "/usr/bin/ls", "ls"));
    }

    [Fact]
    public void A_process_that_ran_several_programs_came_from_the_earlier_ones()
    {
        Start(10, 1, Bash, "bash");
        Start(11, 10, "/usr/bin/env", "env", was: Bash);
        Start(11, 10, "/usr/bin/sudo", "sudo", was: "/usr/bin/env");

        Assert.Equal("/usr/bin/vim=vim! < /usr/bin/sudo=sudo! < /usr/bin/env=env! < /usr/bin/bash=bash!", Start(11, 10, "/usr/bin/vim", "vim", was: "/usr/bin/sudo"));
    }

    /// <summary>What was forgotten may be whose work it was: five programs one after the other hide nobody below a package manager.</summary>
    [Theory]
    [InlineData(3, "/bin/3=3! < /bin/2=2! < /bin/1=1! < /usr/bin/dpkg=dpkg!")]
    [InlineData(4, "/bin/4=4! < /bin/3=3! < /bin/2=2! < /bin/1=1! < /usr/bin/dpkg=dpkg!")]
    [InlineData(5, "/bin/5=5! < /bin/4=4!")]
    [InlineData(6, "/bin/6=6! < /bin/5=5! < /bin/4=4!")]
    [InlineData(8, "/bin/8=8! < /bin/7=7!")]
    public void Of_a_process_that_ran_more_than_four_programs_the_story_ends_with_those_that_are_remembered(int programs, string told)
    {
        Start(10, 1, Dpkg, "dpkg");
        for (var i = 1; i < programs; i++)
            Start(11, 10, $"/bin/{i}", $"{i}");

        Assert.Equal(told, Start(11, 10, $"/bin/{programs}", $"{programs}"));
    }

    [Fact]
    public void A_manager_that_started_what_is_forgotten_is_forgotten_too()
    {
        for (var i = 1; i <= 4; i++)
            Start(11, 10, $"/bin/{i}", $"{i}", was: i == 4 ? Dpkg : null);

        Assert.Equal("/bin/5=5! < /bin/4=4!", Start(11, 10, "/bin/5", "5"));
    }

    [Fact]
    public void Who_ran_in_a_process_before_its_start_is_told_by_the_start_where_nothing_else_tells()
    {
        Assert.Equal("/usr/bin/vim=vim! < /usr/bin/dash", Start(12, 11, "/usr/bin/vim", "vim", was: Dash));
        Assert.Equal("/usr/bin/vi=vi! < /usr/bin/dpkg", Start(13, 11, "/usr/bin/vi", "vi", was: Dpkg));
    }

    [Fact]
    public void Who_ran_before_the_start_is_no_second_link_where_the_parent_is_known_as_that()
    {
        Start(10, 1, Bash, "bash");

        Assert.Equal("/usr/bin/vim=vim! < /usr/bin/bash=bash!", Start(11, 10, "/usr/bin/vim", "vim", was: Bash));
        Assert.Equal("/usr/bin/vi=vi! < /usr/bin/dash < /usr/bin/bash=bash!", Start(12, 10, "/usr/bin/vi", "vi", was: Dash));
        Assert.Equal("/usr/bin/ed=ed! < /usr/bin/dpkg", Start(13, 10, "/usr/bin/ed", "ed", was: Dpkg));
    }

    [Fact]
    public void A_manager_that_started_it_ends_the_story_though_its_own_start_is_known()
    {
        Start(10, 1, Bash, "bash");
        Start(11, 10, Dpkg, "dpkg", was: Bash);

        Assert.Equal("/usr/bin/rm=rm! < /usr/bin/dpkg=dpkg", Start(12, 11, "/usr/bin/rm", "rm", was: Dpkg));
    }

    [Theory]
    [InlineData(null, "the parent of its own session")]
    [InlineData("login", null)]
    [InlineData("session", null)]
    [InlineData("hours", "the parent of its own session")]
    [InlineData("longer", null)]
    public void A_number_is_the_parent_only_within_its_session_and_for_three_hours(string? but, string? parent)
    {
        Start(10, 1, Bash, "bash");

        var told = Tell(But(Starting(11, 10, "/usr/bin/vim", "vim"), but));

        Assert.Equal(parent is null ? "/usr/bin/vim=vim!" : "/usr/bin/vim=vim! < /usr/bin/bash=bash!", told);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("login", false)]
    [InlineData("session", false)]
    [InlineData("parent", false)]
    [InlineData("hours", true)]
    [InlineData("longer", false)]
    public void A_number_is_the_same_process_only_with_its_parent_within_its_session_and_for_three_hours(string? but, bool isSame)
    {
        Start(11, 10, Dash, "dash");

        Assert.Equal(isSame ? "/usr/bin/vim=vim! < /usr/bin/dash=dash!" : "/usr/bin/vim=vim!", Tell(But(Starting(11, 10, "/usr/bin/vim", "vim"), but)));
    }

    [Theory]
    [InlineData(null, "/usr/bin/vim=vim!")]
    [InlineData("login", "/usr/bin/vim=vim")]
    [InlineData("parent", "/usr/bin/vim=vim")]
    [InlineData("longer", "/usr/bin/vim=vim")]
    public void What_a_process_was_started_with_is_no_other_process_s(string? but, string told)
    {
        Start(11, 10, "/usr/bin/vim", "vim");

        Assert.Equal(told, Tell(But(new ToldProcess(11, 10, "/usr/bin/vim"), but)));
    }

    [Fact]
    public void A_record_that_names_a_process_its_own_parent_names_none()
    {
        Start(10, 10, Bash, "bash");

        Assert.Equal("/usr/bin/bash=bash!", Act(10, 10, Bash));
    }

    [Fact]
    public void Processes_that_are_one_another_s_parents_end_with_the_sixteenth()
    {
        Start(10, 11, Bash, "bash");
        Start(11, 10, Dash, "dash");

        Assert.Equal(ActorChain.MostLinks, Chain(new ToldProcess(11, 10, Dash))!.Links.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_story_is_sixteen_programs_long_at_most_those_included_that_only_a_start_tells_of(int without)
    {
        for (var pid = 10; pid < 40; pid++)
            Tell(Starting(pid, pid - 1, $"/bin/{pid}", $"{pid}", was: pid >= 40 - without ? null : $"/bin/before-{pid}"));

        Assert.Equal(ActorChain.MostLinks, Chain(new ToldProcess(39, 38, "/bin/39"))!.Links.Count);
    }

    [Fact]
    public void A_boot_numbers_its_processes_anew()
    {
        Start(10, 1, Bash, "bash");

        Assert.Equal("/usr/bin/vim=vim!", Tell(Starting(11, 10, "/usr/bin/vim", "vim") with { Boot = 1 }));
    }

    [Theory]
    [InlineData(32 * 1024, "/usr/bin/vim=vim! < /usr/bin/bash=bash!")]
    [InlineData(32 * 1024 + 1, "/usr/bin/vim=vim!")]
    public void Up_to_32768_processes_are_remembered(int processes, string told)
    {
        Start(10, 1, Bash, "bash");
        for (var other = 1; other < processes - 1; other++)
            tree.Take(new ToldProcess(100 + other, 1, "/bin/other").Event(), null);

        Assert.Equal(told, Start(11, 10, "/usr/bin/vim", "vim"));
    }

    [Fact]
    public void A_process_that_the_log_never_saw_start_can_be_whatever_its_path_held()
    {
        Start(10, 1, Dash, "dash");
        Start(20, 1, Dash, "trojan");
        Act(30, 1, Dash);

        Assert.Equal("/usr/bin/vim=vim! < /usr/bin/dash=dash|trojan", Start(31, 30, "/usr/bin/vim", "vim"));
        Assert.Equal("/usr/bin/dash=dash|trojan ? says", Act(30, 1, Dash));
        Assert.Equal("/usr/bin/other", Act(32, 1, "/usr/bin/other"));
    }

    /// <summary>As when it maps its own file: that tells of the file, and not with which it began.</summary>
    [Fact]
    public void A_record_of_its_own_program_within_its_work_is_no_start()
    {
        Assert.Equal("/usr/bin/vim=vim", Tell(new ToldProcess(10, 1, "/usr/bin/vim") { Rules = [("/usr/bin/vim", "vim")], Was = Dash }));
        Assert.Equal("/usr/bin/ls=ls! < /usr/bin/vim=vim", Start(11, 10, "/usr/bin/ls", "ls"));
    }

    [Fact]
    public void An_exec_that_failed_started_nothing()
    {
        Assert.Equal("/usr/bin/vim=vim", Tell(Starting(10, 1, "/usr/bin/vim", "vim") with { Success = false }));
        Assert.Equal("/usr/bin/vim=vim!", Tell(Starting(11, 1, "/usr/bin/vim", "vim") with { Success = null }));
    }

    [Fact]
    public void A_digest_of_zeros_is_no_content()
    {
        Assert.Equal("/usr/bin/vim", Start(10, 1, "/usr/bin/vim", "0"));
        Assert.Equal("/usr/bin/vim=vim!", Tell(Starting(11, 1, "/usr/bin/vim", "vim") with { Rules = [("/usr/bin/vim", "vim"), ("/usr/bin/vim", "0")] }));
    }

    [Fact]
    public void A_program_that_starts_itself_again_without_a_record_can_be_another_content_of_its_path()
    {
        Start(10, 1, Dash, "dash");
        Start(20, 1, Dash, "trojan");

        Assert.Equal("/usr/bin/dash=dash|trojan < /usr/bin/dash=dash!", Tell(new ToldProcess(10, 1, Dash) { Argv = ["dash"] }));
    }

    [Fact]
    public void A_script_is_known_by_its_own_content_and_so_is_its_interpreter()
    {
        Start(10, 1, Dpkg, "dpkg");

        Assert.Equal($"/usr/bin/dash=dash! {Postinst}=postinst! < /usr/bin/dpkg=dpkg", Tell(OfScript(11, 10) with { Was = Dpkg }));
        Assert.Equal($"/usr/bin/rm=rm! < /usr/bin/dash=dash! {Postinst}=postinst! < /usr/bin/dpkg=dpkg", Start(12, 11, "/usr/bin/rm", "rm", was: Dash));
    }

    [Fact]
    public void A_script_whose_start_brings_no_content_can_be_whatever_its_path_held()
    {
        Tell(OfScript(10, 1));
        Tell(OfScript(11, 1) with { Rules = [(Dash, "dash"), (Postinst, "other")] });

        Assert.Equal($"/usr/bin/dash=dash! {Postinst}=postinst|other", Tell(OfScript(12, 1) with { Rules = [(Dash, "dash")] }));
    }

    /// <summary>The second event brings a library alone: as one exec with the first it has all of its contents, else only what the path ever held.</summary>
    [Theory]
    [InlineData("the same event", 0u, Dpkg, Dash, 11, $"/usr/bin/dash=dash! {Postinst}=postinst! < /usr/bin/dpkg")]
    [InlineData("the next", 1u, Dpkg, Dash, 11, $"/usr/bin/dash=dash! {Postinst}=postinst! < /usr/bin/dpkg")]
    [InlineData("a later one", 2u, Dpkg, Dash, 11, $"/usr/bin/dash=trojan|dash {Postinst}=postinst < /usr/bin/dpkg")]
    [InlineData("by another", 1u, "/usr/bin/env", Dash, 11, $"/usr/bin/dash=trojan|dash {Postinst}=postinst < /usr/bin/env < /usr/bin/dash=dash! {Postinst}=postinst! < /usr/bin/dpkg")]
    [InlineData("of another program", 1u, Dpkg, Bash, 11, $"/usr/bin/bash {Postinst}=postinst < /usr/bin/dpkg")]
    [InlineData("of another process", 1u, Dpkg, Dash, 13, $"/usr/bin/dash=trojan|dash {Postinst}=postinst < /usr/bin/dpkg")]
    public void One_exec_can_be_told_of_in_two_events_one_after_the_other(string which, uint later, string was, string exe, int pid, string told)
    {
        Start(20, 1, Dash, "trojan");
        Tell(OfScript(11, 10) with { Was = Dpkg, Serial = serial });

        var second = Tell(new ToldProcess(pid, 10, exe) { Argv = ["sh", Postinst], Rules = [("/usr/lib/libc.so.6", "libc")], Was = was, Serial = serial + later });

        Assert.True(told == second, $"{which}: {second}");
    }

    [Fact]
    public void What_the_second_event_of_an_exec_brings_counts_before_what_the_first_brought()
    {
        Tell(OfScript(11, 10) with { Was = Dpkg, Serial = serial });

        Assert.Equal(
            $"/usr/bin/dash=new! {Postinst}=newer! < /usr/bin/dpkg",
            Tell(OfScript(11, 10) with { Was = Dpkg, Serial = serial + 1, Rules = [(Dash, "new"), (Postinst, "newer")] }));
    }

    [Fact]
    public void The_second_event_s_script_has_not_the_content_of_another()
    {
        Tell(OfScript(11, 10) with { Was = Dpkg, Serial = serial });

        Assert.Equal(
            "/usr/bin/dash=dash! /opt/other < /usr/bin/dpkg",
            Tell(new ToldProcess(11, 10, Dash) { Argv = ["sh", "/opt/other"], Paths = ["/opt/other"], Rules = [(Dash, "dash")], Was = Dpkg, Serial = serial + 1 }));
        Assert.Equal(
            $"/usr/bin/dash=dash! {Postinst}=postinst! < /usr/bin/dpkg",
            Tell(OfScript(12, 10) with { Was = Dpkg, Serial = serial + 3 }) is var told
                ? Tell(OfScript(12, 10) with { Rules = [(Dash, "dash")], Was = Dpkg, Serial = serial + 4 }) ?? told : null);
    }

    [Theory]
    [InlineData("sh /var/lib/dpkg/info/some.postinst configure", true)]
    [InlineData("sh some.postinst", true)]
    [InlineData("sh", true)]
    [InlineData(null, true)]
    [InlineData("sh /opt/other", false)]
    public void A_process_that_says_it_runs_another_script_by_now_is_no_longer_what_it_was_started_as(string? title, bool isBelieved)
    {
        Tell(OfScript(11, 10));

        Assert.Equal(
            isBelieved ? $"/usr/bin/dash=dash! {Postinst}=postinst!" : "/usr/bin/dash=dash /opt/other says",
            Tell(new ToldProcess(11, 10, Dash) { Title = title }));
    }

    [Fact]
    public void A_shell_without_a_script_that_says_it_runs_one_by_now_is_no_longer_what_it_was_started_as()
    {
        Start(10, 1, Bash, "bash");

        Assert.Equal("/usr/bin/bash=bash /opt/x says", Tell(new ToldProcess(10, 1, Bash) { Title = "bash /opt/x" }));
    }

    [Fact]
    public void A_process_that_calls_its_script_a_package_manager_is_none()
    {
        Start(10, 1, Bash, "bash");

        var story = Chain(new ToldProcess(11, 10, Dash) { Title = $"sh {Dpkg}" })!;

        Assert.Equal($"/usr/bin/dash {Dpkg} says < /usr/bin/bash=bash!", Told(story));
        Assert.False(ActorTree.LeadsToManager(new ActorChain(story.Links.Take(1))));
    }

    [Fact]
    public void What_a_process_says_of_its_script_stays_hearsay_for_its_children()
    {
        Tell(OfScript(10, 1));
        Tell(new ToldProcess(20, 1, Dash) { Title = $"sh {Postinst}" });

        Assert.Equal($"/usr/bin/rm=rm! < /usr/bin/dash=dash {Postinst}=postinst says", Start(21, 20, "/usr/bin/rm", "rm"));
    }

    [Fact]
    public void What_the_host_has_under_its_path_says_nothing_of_a_container_s_program()
    {
        Tell(OfScript(10, 1));
        Start(20, 1, "/usr/bin/vim", "vim");

        Assert.Equal($"/usr/bin/dash {Postinst} elsewhere", Tell(OfScript(30, 1) with { Rules = [(Dash, "dash"), (Postinst, "postinst")] }, Container));
        Assert.Equal("/usr/bin/vim elsewhere < /usr/bin/dash elsewhere", Tell(Starting(31, 1, "/usr/bin/vim", "vim", was: Dash), Container));
        Assert.Equal("/usr/bin/vim elsewhere", Tell(new ToldProcess(32, 1, "/usr/bin/vim"), Container));
        Assert.Equal($"/usr/bin/dash {Postinst} says elsewhere", Tell(new ToldProcess(33, 1, Dash) { Title = $"sh {Postinst}" }, Container));
        Assert.Equal($"/usr/bin/vim=vim! < /usr/bin/dash {Postinst} elsewhere", Start(34, 30, "/usr/bin/vim", "vim"));
    }

    [Fact]
    public void A_process_without_a_number_or_a_program_has_no_story()
    {
        Assert.Null(Chain(new ToldProcess(null, 1, Bash)));
        Assert.Null(Chain(new ToldProcess(10, 1, null)));
    }

    [Theory]
    [InlineData("its start was told of", 10, Bash, "bash")]
    [InlineData("it runs another program now", 10, Dash, null)]
    [InlineData("its path had one content", 99, Bash, "bash")]
    [InlineData("its path had two", 99, "/usr/bin/two", null)]
    [InlineData("nothing tells of its path", 99, "/usr/bin/none", null)]
    [InlineData("the log does not name it", 10, null, null)]
    [InlineData("a container's own", 50, "/usr/bin/two", null)]
    public void The_content_of_a_parent_is_that_of_its_start_or_the_only_one_of_its_path(string _, int ppid, string? program, string? content)
    {
        Start(10, 1, Bash, "bash");
        Start(20, 1, "/usr/bin/two", "two");
        Start(21, 1, "/usr/bin/two", "other");
        Tell(Starting(50, 1, "/usr/bin/two", "two"), Container);

        Assert.Equal(content is null ? null : Some.DigestOf(content), ContentOfParent(ppid, program, null));
    }

    [Fact]
    public void The_start_of_a_parent_decides_between_several_contents_of_its_path()
    {
        Start(10, 1, Bash, "bash");
        Start(20, 1, Bash, "trojan");

        Assert.Equal(Some.DigestOf("bash"), ContentOfParent(10, Bash, null));
        Assert.Equal(Some.DigestOf("trojan"), ContentOfParent(20, Bash, null));
        Assert.Null(ContentOfParent(99, Bash, null));
    }

    [Fact]
    public void Of_a_container_s_parent_the_host_s_path_tells_nothing()
    {
        Start(10, 1, Bash, "bash");

        Assert.Null(ContentOfParent(99, Bash, Container));
    }

    private Digest? ContentOfParent(int ppid, string? program, UseOrigin? origin)
    {
        var told = new ToldProcess(90, ppid, "/usr/bin/child") { ParentExe = program }.Event();
        tree.Take(told, origin);
        return tree.ContentOfParent(told.Process, origin);
    }

    private static ToldProcess But(ToldProcess told, string? but) => but switch
    {
        null => told,
        "login" => told with { Auid = 1001 },
        "session" => told with { Session = 4 },
        "parent" => told with { Ppid = 77 },
        "hours" => told with { At = TimeSpan.FromHours(3) },
        "longer" => told with { At = TimeSpan.FromHours(3) + TimeSpan.FromMilliseconds(1) },
        _ => throw new ArgumentException(but),
    };

    private static ToldProcess Starting(int pid, int ppid, string exe, string content, string? was = null) =>
        new(pid, ppid, exe) { Argv = [exe], Rules = [(exe, content)], Was = was };

    private static ToldProcess OfScript(int pid, int ppid) => new(pid, ppid, Dash)
    {
        Argv = ["/bin/sh", Postinst, "configure"],
        Paths = [Postinst, Dash],
        Rules = [(Postinst, "postinst"), (Dash, "dash")],
    };

    private string? Start(int pid, int ppid, string exe, string content, string? was = null) => Tell(Starting(pid, ppid, exe, content, was));

    private string? Act(int pid, int ppid, string exe) => Tell(new ToldProcess(pid, ppid, exe));

    private string? Tell(ToldProcess told, UseOrigin? origin = null) => Chain(told, origin) is { } chain ? Told(chain) : null;

    /// <summary>As the log's uses are taken: first what its records say of files, then its process.</summary>
    private ActorChain? Chain(ToldProcess process, UseOrigin? origin = null)
    {
        var told = (process.Serial == 0 ? process with { Serial = serial += 10 } : process).Event();
        foreach (var (_, content) in process.Rules)
            names[ToldProcess.DigestOf(content)] = content;
        foreach (var use in told.FileUses.Where(use => !use.Digest.IsZero))
            contents.Learn(use, origin);
        return tree.Take(told, origin);
    }

    private string Told(ActorChain story) => string.Join(" < ", story.Links.Select(link =>
        $"{link.Program}{Held(link.Contents, link.IsOfStart)}{Told(link)}{(link.IsHearsay ? " says" : "")}{(link.IsElsewhere ? " elsewhere" : "")}"));

    private string Told(ActorLink link) => link.Script is not { } script ? "" : $" {(script.IsEmpty ? "?" : script)}{Held(link.ScriptContents, link.IsScriptOfStart)}";

    private string Held(IReadOnlyList<Digest> held, bool isOfStart) =>
        (held.Count == 0 ? "" : "=" + string.Join('|', held.Select(content => names[content]))) + (isOfStart ? "!" : "");
}
