using IntegrityWatch.Evidence.Audit.Events;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class ProcessTreeTests
{
    [Fact]
    public void The_latest_word_on_a_process_counts()
    {
        var tree = new ProcessTree();
        tree.Learn(null, 1, null, "/bin/sh"u8);
        tree.Learn(null, 1, null, "/bin/ls"u8);

        Assert.Equal("/bin/ls", tree.ExeOf(null, 1)?.ToString());
        Assert.Null(tree.ExeOf(null, 2));
    }

    [Fact]
    public void Hosts_have_processes_of_their_own()
    {
        var tree = new ProcessTree();
        tree.Learn("a", 1, null, "/bin/sh"u8);

        Assert.Null(tree.ExeOf("b", 1));
        Assert.Null(tree.ExeOf(null, 1));
    }

    [Fact]
    public void Only_the_processes_heard_of_lately_are_remembered()
    {
        var tree = new ProcessTree();
        for (var pid = 0; pid < 100_000; pid++)
        {
            tree.Learn(null, 100_000_000, null, "/sbin/init"u8);
            tree.Learn(null, pid, null, "/bin/sh"u8);
        }

        Assert.NotNull(tree.ExeOf(null, 100_000_000));
        Assert.NotNull(tree.ExeOf(null, 99_999));
        Assert.NotNull(tree.ExeOf(null, 100_000 - 32_000));
        Assert.Null(tree.ExeOf(null, 1));
    }

    [Fact]
    public void A_lineage_goes_up_as_far_as_the_log_told()
    {
        var tree = new ProcessTree();
        tree.Learn(null, 1, 0, "/sbin/init"u8);
        tree.Learn(null, 10, 1, "/usr/sbin/sshd"u8);
        tree.Learn(null, 20, 10, "/bin/bash"u8);

        Assert.Equal(["/bin/bash", "/usr/sbin/sshd", "/sbin/init"], tree.Lineage(null, 20).Select(program => program.ToString()));
        Assert.Empty(tree.Lineage(null, 30));
        Assert.Empty(tree.Lineage("other", 20));
    }

    [Fact]
    public void A_lineage_that_leads_back_to_itself_ends()
    {
        var tree = new ProcessTree();
        tree.Learn(null, 1, 2, "/bin/a"u8);
        tree.Learn(null, 2, 1, "/bin/b"u8);
        tree.Learn(null, 3, 3, "/bin/c"u8);

        Assert.InRange(tree.Lineage(null, 1).Count, 2, 8);
        Assert.Single(tree.Lineage(null, 3));
    }
}
