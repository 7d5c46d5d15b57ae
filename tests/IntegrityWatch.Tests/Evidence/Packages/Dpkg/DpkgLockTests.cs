namespace IntegrityWatch.Tests.Evidence.Packages.Dpkg;

public sealed class DpkgLockTests : IDisposable
{
    private readonly DpkgRoot host = new("some");

    public void Dispose() => host.Dispose();

    [Fact]
    public void While_dpkg_holds_its_lock_packages_are_being_changed()
    {
        host.Write("var/lib/dpkg/lock", "");
        var database = host.Open();
        Assert.False(database.IsBeingChanged);
        using (HeldLock.Of(Path.Combine(host.Folder, "var/lib/dpkg/lock")))
            Assert.True(database.IsBeingChanged);

        Assert.False(database.IsBeingChanged);
    }

    /// <summary>What was not asked while it was held is asked afterwards, though dpkg changed nothing.</summary>
    [Fact]
    public void The_stamp_tells_whether_the_lock_was_held()
    {
        host.Write("var/lib/dpkg/lock", "");
        var free = host.Open().Stamp;
        string held;
        using (HeldLock.Of(Path.Combine(host.Folder, "var/lib/dpkg/lock")))
            held = host.Open().Stamp;

        Assert.NotEqual(free, held);
        Assert.Equal(free, host.Open().Stamp);
    }

    /// <summary>apt holds it while it asks, downloads, and runs the hooks in which a baseline is captured.</summary>
    [Fact]
    public void The_lock_of_who_will_call_dpkg_is_no_change()
    {
        host.Write("var/lib/dpkg/lock-frontend", "");
        using var held = HeldLock.Of(Path.Combine(host.Folder, "var/lib/dpkg/lock-frontend"));

        Assert.False(host.Open().IsBeingChanged);
    }
}
