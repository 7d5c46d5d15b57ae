using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Evidence.Packages.Dkms;
using IntegrityWatch.Tests.Detection;

namespace IntegrityWatch.Tests.Evidence.Packages;

/// <summary>A module that dkms built is told from one that somebody put beside it.</summary>
public sealed class BuiltModulesTests : IDisposable
{
    private const string Module = "usr/lib/modules/6.1.0-31/updates/dkms/nic.ko";
    private const string Built = "var/lib/dkms/vendor-nic/1.0/6.1.0-31/x86_64/module/nic.ko";
    private const string Configuration = "PACKAGE_NAME=\"vendor-nic\"\nBUILT_MODULE_NAME[0]=\"nic\"\nDEST_MODULE_LOCATION[0]=\"/updates/dkms\"\n";

    private readonly TemporaryFolder folder = new();
    private readonly SomePackages packages = new();

    public BuiltModulesTests()
    {
        folder.Write(Module, "module");
        folder.Write(Built, "module");
        Source("dkms.conf", Configuration);
        Source("nic.c", "int x;");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Dkms_built_it_where_its_tree_has_the_same_and_the_source_is_as_its_package_brought_it()
    {
        var found = Find();

        Assert.NotNull(found);
        Assert.True(found.IsBuilt);
        Assert.Equal("some", found.Package.Name);
        Assert.Null(found.Manifest);
    }

    [Theory]
    [InlineData(Module, "rootkit")]
    [InlineData(Built, "rootkit")]
    [InlineData("usr/src/vendor-nic-1.0/nic.c", "int rootkit;")]
    [InlineData("usr/src/vendor-nic-1.0/dkms.conf", "BUILT_MODULE_NAME[0]=\"nic\"\nPOST_BUILD=\"rootkit\"\n")]
    [InlineData("usr/src/vendor-nic-1.0/added.c", "int rootkit;")]
    public void Whatever_somebody_changed_makes_it_unknown(string path, string content)
    {
        folder.Write(path, content);

        Assert.Null(Find());
    }

    [Theory]
    [InlineData("usr/lib/modules/6.1.0-31/updates/dkms/rootkit.ko", "var/lib/dkms/vendor-nic/1.0/6.1.0-31/x86_64/module/rootkit.ko")]
    [InlineData("usr/lib/modules/6.1.0-32/updates/dkms/nic.ko", "var/lib/dkms/vendor-nic/1.0/6.1.0-31/x86_64/module/nic.ko")]
    [InlineData("tmp/nic.ko", "var/lib/dkms/vendor-nic/1.0/6.1.0-31/x86_64/module/nic.ko")]
    public void What_the_source_does_not_name_or_for_another_kernel_or_elsewhere_is_none_of_its(string path, string built)
    {
        folder.Write(path, "other");
        folder.Write(built, "other");

        Assert.Null(Find(path, "other"));
    }

    [Fact]
    public void A_source_that_no_package_brought_vouches_for_nothing()
    {
        using var root = new EvidenceRoot(folder.Path);

        Assert.Null(new BuiltModules(root, new SomePackages()).Find(HostPath.Of("/" + Module), Some.DigestOf("module")));
    }

    private PackagedFile? Find(string path = Module, string? content = null)
    {
        using var root = new EvidenceRoot(folder.Path);
        return new BuiltModules(root, packages).Find(HostPath.Of("/" + path), Some.DigestOf(content ?? File.ReadAllText(folder[path])));
    }

    private void Source(string name, string content)
    {
        folder.Write($"usr/src/vendor-nic-1.0/{name}", content);
        packages.Install(HostPath.Of($"/usr/src/vendor-nic-1.0/{name}"), content, "1.0");
    }
}
