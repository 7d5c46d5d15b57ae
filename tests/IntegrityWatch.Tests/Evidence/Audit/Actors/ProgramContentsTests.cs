using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Actors;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Tests.Evidence.Joining;

namespace IntegrityWatch.Tests.Evidence.Audit.Actors;

public sealed class ProgramContentsTests
{
    private const long Boot = 7;

    private static readonly HostPath Program = HostPath.Of("/usr/bin/some");
    private static readonly UseOrigin Container = new(null, "some_label");

    private readonly ProgramContents contents = new(new KnownMemory { Logged = { [(Program, Boot)] = [Some.DigestOf("kept")] } });

    [Fact]
    public void Earlier_looks_contents_come_first_and_each_stands_once()
    {
        Learn(Program, "new");
        Learn(Program, "kept");
        Learn(Program, "new");

        Assert.Equal([Some.DigestOf("kept"), Some.DigestOf("new")], contents.Of(Program, null, Boot));
    }

    [Fact]
    public void One_more_content_than_can_be_told_apart_is_kept()
    {
        for (var i = 0; i < 10; i++)
            Learn(Program, $"{i}");

        Assert.Equal(ActorChain.MostContents + 1, contents.Of(Program, null, Boot).Count);
    }

    [Fact]
    public void A_container_has_contents_of_its_own_and_none_that_earlier_looks_kept()
    {
        Learn(Program, "theirs", Container);

        Assert.Equal([Some.DigestOf("theirs")], contents.Of(Program, Container, Boot));
        Assert.Equal([Some.DigestOf("kept")], contents.Of(Program, null, Boot));
    }

    [Fact]
    public void What_an_earlier_boot_ran_says_nothing_of_this_one()
    {
        Learn(Program, "old");
        Assert.Empty(contents.Of(Program, null, Boot + 1));

        Learn(Program, "new", boot: Boot + 2);
        Learn(Program, "newer", boot: Boot + 3);
        Assert.Equal([Some.DigestOf("newer")], contents.Of(Program, null, Boot + 3));
    }

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData(16 * 1024 + 1, false)]
    public void The_contents_of_16384_paths_are_held(int paths, bool isHeld)
    {
        Learn(Program, "new");
        for (var i = 1; i < paths; i++)
            Learn(HostPath.Of($"/opt/{i}"), "other");

        Assert.Equal(isHeld, contents.Of(Program, null, Boot).Contains(Some.DigestOf("new")));
    }

    private void Learn(HostPath path, string content, UseOrigin? origin = null, long boot = Boot) => contents.Learn(
        new Use { Path = path, Digest = Some.DigestOf(content), Place = UsePlace.InLog(new LogPlace(boot, 1, Some.Time, 0)) }, origin);
}
