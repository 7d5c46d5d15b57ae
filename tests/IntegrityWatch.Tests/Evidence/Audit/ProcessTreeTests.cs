using IntegrityWatch.Evidence.Audit;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class ProcessTreeTests
{
    [Fact]
    public void The_latest_word_on_a_process_counts()
    {
        var tree = new ProcessTree();
        tree.Learn(null, 1, "/bin/sh"u8);
        tree.Learn(null, 1, "/bin/ls"u8);

        Assert.Equal("/bin/ls", tree.ExeOf(null, 1)?.ToString());
        Assert.Null(tree.ExeOf(null, 2));
    }

    [Fact]
    public void Hosts_have_processes_of_their_own()
    {
        var tree = new ProcessTree();
        tree.Learn("a", 1, "/bin/sh"u8);

        Assert.Null(tree.ExeOf("b", 1));
        Assert.Null(tree.ExeOf(null, 1));
    }

    [Fact]
    public void Only_the_processes_heard_of_lately_are_remembered()
    {
        var tree = new ProcessTree();
        for (var pid = 0; pid < 100_000; pid++)
        {
            tree.Learn(null, 100_000_000, "/sbin/init"u8);
            tree.Learn(null, pid, "/bin/sh"u8);
        }

        Assert.NotNull(tree.ExeOf(null, 100_000_000));
        Assert.NotNull(tree.ExeOf(null, 99_999));
        Assert.NotNull(tree.ExeOf(null, 100_000 - 32_000));
        Assert.Null(tree.ExeOf(null, 1));
    }
}
