using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Evidence.Packages;

public class PackagedFileTests
{
    private static readonly Digest Shipped = Some.Md5Of("shipped");

    [Theory]
    [InlineData(false, false, "shipped", true)]
    [InlineData(false, false, "other", false)]
    [InlineData(true, false, "shipped", true)]
    [InlineData(true, false, "other", null)]
    [InlineData(false, true, "shipped", true)]
    [InlineData(false, true, "other", null)]
    public void What_may_become_another_file_is_not_held_against_its_package(bool isConfiguration, bool isUnverified, string now, bool? answer) =>
        Assert.Equal(answer, (File() with { IsConfiguration = isConfiguration, IsUnverified = isUnverified }).IsAsInstalled([Some.DigestOf(now), Some.Md5Of(now)]));

    [Fact]
    public void Where_there_is_nothing_to_compare_nothing_is_said()
    {
        Assert.Null((File() with { Manifest = null }).IsAsInstalled([Shipped]));
        Assert.Null(File().IsAsInstalled([]));
        Assert.Null(File().IsAsInstalled([Some.DigestOf("other")]));
    }

    [Theory]
    [InlineData("shipped")]
    [InlineData("other")]
    public void A_package_that_is_being_changed_is_not_asked(string now) =>
        Assert.Null((File() with { Package = File().Package with { IsBeingChanged = true } }).IsAsInstalled([Some.Md5Of(now)]));

    private static PackagedFile File() => new()
    {
        Path = Some.Path,
        Package = new InstalledPackage { Name = "some", Version = "1" },
        Manifest = Shipped,
    };
}
