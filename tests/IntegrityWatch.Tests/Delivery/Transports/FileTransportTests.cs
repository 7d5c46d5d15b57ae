using IntegrityWatch.Delivery;

namespace IntegrityWatch.Tests.Delivery.Transports;

public sealed class FileTransportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SinkType.Gelf)]
    [InlineData(SinkType.Syslog)]
    [InlineData(SinkType.Ecs)]
    [InlineData(SinkType.Cef)]
    public async Task A_message_is_a_line_whatever_its_form(SinkType type)
    {
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.File, folder["log"], type), "first", "second");
        Assert.Equal((2, null, "written"), (outcome.Taken, outcome.Problem, outcome.Answer));
        await SomeSink.SendAsync(SomeSink.On(Scheme.File, folder["log"], type), "third");
        Assert.Equal("first\nsecond\nthird\n", File.ReadAllText(folder["log"]));
    }

    [Fact]
    public async Task A_new_file_is_nobody_elses_to_read()
    {
        await SomeSink.SendAsync(SomeSink.On(Scheme.File, folder["log"]), "{}");
        // No right beyond 0640, whatever the umask.
        Assert.True(Shell.Run($"test -z \"$(find '{folder["log"]}' -perm /7137)\""));
    }

    [Fact]
    public async Task A_line_that_an_earlier_run_left_broken_is_ended_first()
    {
        folder.Write("log", "whole\nbrok");
        await SomeSink.SendAsync(SomeSink.On(Scheme.File, folder["log"]), "{}");
        Assert.Equal("whole\nbrok\n{}\n", File.ReadAllText(folder["log"]));
    }

    [Fact]
    public async Task A_message_with_a_line_break_is_refused_and_the_others_go_on()
    {
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.File, folder["log"], SinkType.Syslog), "a", "b\nb", "c");
        Assert.Equal((3, 1), (outcome.Taken, outcome.Refused));
        Assert.Equal("message holds a line break, which would end it early", outcome.Problem);
        Assert.Equal("a\nc\n", File.ReadAllText(folder["log"]));
    }

    [Fact]
    public async Task A_symbolic_link_is_not_followed()
    {
        folder.Write("elsewhere", "mine\n");
        File.CreateSymbolicLink(folder["log"], folder["elsewhere"]);
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.File, folder["log"]), "{}");
        Assert.Equal((0, "is a symbolic link, which is not followed"), (outcome.Taken, outcome.Problem));
        Assert.Equal("mine\n", File.ReadAllText(folder["elsewhere"]));
    }

    [Fact]
    public async Task A_pipe_is_no_file_and_is_not_waited_at()
    {
        Assert.SkipUnless(Devices.Make(folder["log"], Devices.Pipe), "this machine makes no pipe");
        var outcome = await Task.Run(() => SomeSink.SendAsync(SomeSink.On(Scheme.File, folder["log"]), "{}"))
            .WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((0, "no regular file"), (outcome.Taken, outcome.Problem));
    }

    [Theory]
    [InlineData("/dev/full", "no regular file")]
    [InlineData("/dev", "is a directory")]
    [InlineData("/nowhere/log", "no such file or directory")]
    public async Task What_is_in_the_way_is_told(string path, string problem)
    {
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.File, path), "{}");
        Assert.Equal((0, problem), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_full_disk_leaves_the_file_as_it_was()
    {
        Directory.CreateDirectory(folder["small"]);
        Assert.SkipUnless(Shell.Run($"mount -t tmpfs -o size=256k none '{folder["small"]}'"), "this machine lets the tests mount nothing");
        try
        {
            folder.Write("small/log", "whole\nbrok");
            var messages = Enumerable.Repeat((ReadOnlyMemory<byte>)SomeSink.Incompressible(1000), 1000).ToList();
            var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.File, folder["small/log"]), messages);
            Assert.Equal((0, "no space left on device"), (outcome.Taken, outcome.Problem));
            Assert.Equal("whole\nbrok", File.ReadAllText(folder["small/log"]));
        }
        finally
        {
            Assert.True(Shell.Run($"umount '{folder["small"]}'"));
        }
    }

    [Fact]
    public async Task Nothing_is_written_when_time_is_over()
    {
        var outcome = await SomeSink.SendAsync(
            SomeSink.On(Scheme.File, folder["log"]), SomeSink.Messages("{}"), new CancellationToken(canceled: true));
        Assert.Equal((0, "not in the time that there was"), (outcome.Taken, outcome.Problem));
        Assert.False(File.Exists(folder["log"]));
    }
}
