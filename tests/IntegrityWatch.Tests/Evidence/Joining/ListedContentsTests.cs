using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Tests.Evidence.Joining;

/// <summary>What this boot's list adds to what the log says of the programs of a process.</summary>
public sealed class ListedContentsTests
{
    private const string List = "this boot";

    private static readonly HostPath Bash = HostPath.Of("/usr/bin/bash");
    private static readonly HostPath Sshd = HostPath.Of("/usr/sbin/sshd");
    private static readonly HostPath Script = HostPath.Of("/opt/script");
    private static readonly ProcessInfo Process = new() { Exe = Bash, ParentExe = Sshd };

    private readonly KnownMemory memory = new();
    private readonly ListedContents contents;

    public ListedContentsTests() => contents = new ListedContents(memory, List);

    [Fact]
    public void A_program_and_its_parent_are_what_the_list_alone_has_of_their_paths()
    {
        var told = Complete(Process, Some.Listed(Bash, Some.DigestA), Some.Listed(Sshd, Some.DigestB));

        Assert.Equal((Some.DigestA, Some.DigestB), (told.ExeDigest, told.ParentExeDigest));
    }

    [Fact]
    public void What_the_list_has_of_one_of_them_says_nothing_of_the_other()
    {
        Assert.Equal((Some.DigestA, null), Digests(Complete(Process, Some.Listed(Bash, Some.DigestA))));
        Assert.Equal((null, Some.DigestB), Digests(Complete(Process with { Exe = HostPath.Of("/usr/bin/other") }, Some.Listed(Sshd, Some.DigestB))));
    }

    [Fact]
    public void Of_several_contents_of_a_path_nothing_tells_which_it_was() =>
        Assert.Equal((null, null), Digests(Complete(
            Process, Some.Listed(Bash, Some.DigestA), Some.Listed(Bash, Some.DigestB), Some.Listed(Sshd, Some.DigestA), Some.Listed(Sshd, Some.DigestB))));

    [Fact]
    public void What_earlier_looks_read_in_this_list_counts_and_no_other_list_s()
    {
        memory.Listed[(Bash, List)] = [Some.DigestA];
        memory.Listed[(Sshd, "another boot")] = [Some.DigestB];

        Assert.Equal((Some.DigestA, null), Digests(Complete(Process)));
        Assert.Equal((null, null), Digests(Complete(Process, Some.Listed(Bash, Some.DigestB))));
    }

    [Fact]
    public void What_was_learned_is_not_forgotten_where_the_same_program_is_asked_for_again()
    {
        contents.Want(Process);
        contents.Learn([Some.Listed(Bash, Some.DigestA)]);
        contents.Want(Process);

        Assert.Equal(Some.DigestA, contents.Complete(Process).ExeDigest);
    }

    [Theory]
    [InlineData("a kexec carried it", null)]
    [InlineData("only the log tells of it", null)]
    [InlineData("it is a container's", null)]
    [InlineData("another path's", null)]
    [InlineData("an entry of this boot", "a")]
    public void Only_entries_of_the_host_in_this_boot_count(string which, string? content)
    {
        var entry = Some.Listed(Bash, Some.DigestOf("a"));

        var told = Complete(Process, which switch
        {
            "a kexec carried it" => entry with { IsCarried = true },
            "only the log tells of it" => entry with { ListEntry = 0 },
            "it is a container's" => entry with { Realm = Realm.Container },
            "another path's" => entry with { Path = HostPath.Of("/usr/bin/other") },
            _ => entry,
        });

        Assert.Equal(content is null ? null : Some.DigestOf(content), told.ExeDigest);
    }

    [Fact]
    public void What_the_log_told_stands()
    {
        var known = Process with { ExeDigest = Some.DigestB, ParentExeDigest = Some.DigestC };

        Assert.Same(known, Complete(known, Some.Listed(Bash, Some.DigestA), Some.Listed(Sshd, Some.DigestA)));
    }

    [Fact]
    public void A_program_that_the_log_tells_several_contents_of_is_not_the_one_that_the_list_has()
    {
        var told = Complete(
            Process with { Actors = Chain(new ActorLink { Program = Bash, Contents = [Some.DigestB, Some.DigestC] }) }, Some.Listed(Bash, Some.DigestA));

        Assert.Null(told.ExeDigest);
        Assert.Equal([Some.DigestB, Some.DigestC, Some.DigestA], told.Actors!.Self.Contents);
    }

    [Fact]
    public void A_program_that_the_log_tells_no_content_of_is_the_one_that_the_list_has()
    {
        var told = Complete(Process with { Actors = Chain(new ActorLink { Program = Bash }) }, Some.Listed(Bash, Some.DigestA));

        Assert.Equal(Some.DigestA, told.ExeDigest);
        Assert.Equal([Some.DigestA], told.Actors!.Self.Contents);
    }

    [Fact]
    public void A_link_that_is_known_by_its_start_gets_nothing_and_every_other_each_content_once()
    {
        var above = HostPath.Of("/usr/bin/above");
        var started = new ActorLink { Program = Bash, Contents = [Some.DigestB], IsOfStart = true };
        var told = Complete(
            new ProcessInfo { Actors = Chain(started, new ActorLink { Program = above, Contents = [Some.DigestB] }) },
            Some.Listed(Bash, Some.DigestA), Some.Listed(above, Some.DigestB), Some.Listed(above, Some.DigestA));

        Assert.Same(started, told.Actors!.Self);
        Assert.Equal([Some.DigestB, Some.DigestA], told.Actors.Links[1].Contents);
    }

    [Fact]
    public void A_link_has_one_content_more_than_can_be_told_apart_at_most()
    {
        var told = Complete(
            new ProcessInfo { Actors = Chain(new ActorLink { Program = Bash, Contents = [Some.DigestA, Some.DigestB] }) },
            [.. Enumerable.Range(0, 9).Select(i => Some.Listed(Bash, Some.DigestOf($"{i}")))]);

        Assert.Equal(ActorChain.MostContents + 1, told.Actors!.Self.Contents.Count);
    }

    [Fact]
    public void A_program_that_was_replaced_while_it_ran_is_asked_for_by_its_path() =>
        Assert.Equal(
            [Some.DigestA],
            Complete(new ProcessInfo { Actors = Chain(new ActorLink { Program = HostPath.Of("/usr/bin/bash (deleted)") }) }, Some.Listed(Bash, Some.DigestA)).Actors!.Self.Contents);

    [Theory]
    [InlineData(true, true, "b", "b")]
    [InlineData(true, false, "b", "b c")]
    [InlineData(false, true, "b a", "b")]
    public void A_script_is_completed_apart_from_its_interpreter(bool isOfStart, bool isScriptOfStart, string ofProgram, string ofScript)
    {
        var process = new ProcessInfo
        {
            Actors = Chain(new ActorLink
            {
                Program = Bash, Contents = [Some.DigestB], IsOfStart = isOfStart,
                Script = Script, ScriptContents = [Some.DigestB], IsScriptOfStart = isScriptOfStart,
            }),
        };

        var told = Complete(process, Some.Listed(Bash, Some.DigestA), Some.Listed(Script, Some.DigestC));

        Assert.Equal(ofProgram.Split(' ').Select(Some.DigestOf), told.Actors!.Self.Contents);
        Assert.Equal(ofScript.Split(' ').Select(Some.DigestOf), told.Actors.Self.ScriptContents);
        Assert.Equal(isOfStart && isScriptOfStart, ReferenceEquals(process, told));
    }

    [Fact]
    public void Of_a_container_s_process_the_host_s_list_says_nothing()
    {
        var process = Process with { Actors = Chain(new ActorLink { Program = Bash, Script = Script, IsElsewhere = true }) };

        Assert.Same(process, Complete(process, Some.Listed(Bash, Some.DigestA), Some.Listed(Sshd, Some.DigestA), Some.Listed(Script, Some.DigestA)));
    }

    [Fact]
    public void A_container_s_link_above_a_program_of_the_host_stays_as_it_is()
    {
        var above = new ActorLink { Program = Bash, IsElsewhere = true };
        var process = new ProcessInfo { Exe = Sshd, Actors = Chain(new ActorLink { Program = Sshd }, above) };

        var told = Complete(process, Some.Listed(Bash, Some.DigestA), Some.Listed(Sshd, Some.DigestB));

        Assert.Equal([Some.DigestB], told.Actors!.Self.Contents);
        Assert.Same(above, told.Actors.Links[1]);
    }

    [Fact]
    public void What_the_list_has_nothing_of_stays_as_it_is()
    {
        var process = Process with { Actors = Chain(new ActorLink { Program = Bash, Script = Script, Contents = [Some.DigestA] }) };

        Assert.Same(process, Complete(process));
        Assert.Same(process, Complete(process, Some.Listed(Bash, Some.DigestA)));
    }

    private ProcessInfo Complete(ProcessInfo process, params Observation[] seen)
    {
        contents.Want(process);
        contents.Learn(seen);
        return contents.Complete(process);
    }

    private static (Digest? Exe, Digest? Parent) Digests(ProcessInfo process) => (process.ExeDigest, process.ParentExeDigest);

    private static ActorChain Chain(params ActorLink[] links) => new(links);
}
