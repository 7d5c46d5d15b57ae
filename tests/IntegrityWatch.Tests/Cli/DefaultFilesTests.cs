using IntegrityWatch.Configuration;
using IntegrityWatch.EndToEnd.Receivers;

namespace IntegrityWatch.Tests.Cli;

[Collection(nameof(Variables))]
public sealed class DefaultFilesTests : IDisposable
{
    private readonly Variables variables = new();

    public DefaultFilesTests() => variables.Set("XDG_STATE_HOME", "/state");

    public void Dispose() => variables.Dispose();

    [Theory]
    [InlineData("web01", "web01")]
    [InlineData("web01.example.org", "web01.example.org")]
    [InlineData("..", "unnamed")]
    [InlineData("", "unnamed")]
    [InlineData("../../etc", ".._.._etc")]
    [InlineData("a/b\n\u001b", "a_b__")]
    public void Another_hosts_history_lies_under_its_name_and_nowhere_else(string host, string folder) =>
        Assert.Equal($"/state/integritywatch/{folder}/history.db", DefaultFiles.DatabaseOf(host));

    [Fact]
    public void A_long_name_is_cut() =>
        Assert.Equal($"/state/integritywatch/{new string('a', 100)}/history.db", DefaultFiles.DatabaseOf(new string('a', 5000)));

    [Fact]
    public void A_folder_that_is_not_absolute_is_no_folder()
    {
        variables.Set("XDG_STATE_HOME", "relative");

        Assert.EndsWith("/.local/state/integritywatch/web01/history.db", DefaultFiles.DatabaseOf("web01"), StringComparison.Ordinal);
    }

    [Fact]
    public void For_root_the_systems_folders_are_used()
    {
        Required.Unless(Environment.IsPrivilegedProcess, "not root");

        Assert.Equal("/var/lib/integritywatch/history.db", DefaultFiles.Database);
        Assert.Equal("/etc/integritywatch/integritywatch.json", DefaultFiles.Configuration);
    }
}
