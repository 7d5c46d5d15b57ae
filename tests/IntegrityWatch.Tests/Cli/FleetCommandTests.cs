using System.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Tests.Cli;

[Collection(nameof(Variables))]
public sealed class FleetCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Variables variables = new();

    public void Dispose()
    {
        variables.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("fleet hosts")]
    [InlineData("fleet prevalence /usr/bin/ps")]
    [InlineData("fleet outliers")]
    [InlineData("fleet findings")]
    [InlineData("fleet generations")]
    [InlineData("fleet generations fetch --group web --key key.pub")]
    [InlineData("fleet prepare")]
    [InlineData("fleet enrol web01")]
    [InlineData("fleet retire web01")]
    public void Where_no_store_is_named_it_is_said_how_to_name_one(string line)
    {
        var (code, output, errors) = Run(line);

        Assert.Equal((3, ""), (code, output));
        Assert.Equal(
            "integritywatch: no central store is named, neither by --store nor by \"store\" in the configuration\n"
            + "hint: give --store postgresql://ROLE@SERVER/DATABASE?passfile=FILE\n", errors);
    }

    [Theory]
    [InlineData("fleet prevalence", "say what to tell of: a path or, with --hash, a digest")]
    [InlineData("fleet prevalence /bin/ps --hash 00", "name either a path or, with --hash, a digest")]
    [InlineData("fleet prevalence --hash xyz", "not a digest: xyz")]
    [InlineData("fleet hosts --silent-after soon", "not a duration: soon")]
    [InlineData("fleet hosts --silent-after 0m", "not a duration: 0m")]
    [InlineData("fleet outliers --hosts 0", "--hosts is 1 at least")]
    [InlineData("fleet outliers --most -1", "--most is 1 at least")]
    [InlineData("fleet outliers --since soon", "not a time: soon")]
    [InlineData("fleet generations fetch --group web", "option '--key' is required")]
    [InlineData("fleet generations fetch --key key.pub", "option '--group' is required")]
    [InlineData("fleet generations approve some.json --group a/b", "a group's name has letters, digits, dots, hyphens and underscores")]
    [InlineData("fleet hosts --store mysql://db/fleet", "address of the store is wrong: --store: it does not begin with postgresql://")]
    [InlineData("fleet hosts --store postgresql://me:secret@db/fleet", "address of the store holds a password: --store")]
    public void What_was_typed_wrongly_is_told_before_anybody_is_asked(string line, string said)
    {
        var (code, output, errors) = Run(line);

        Assert.Equal((3, ""), (code, output));
        Assert.StartsWith($"integritywatch: {said}\n", errors);
        Assert.Equal(2, errors.Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData("fleet hosts --format nagios", "FLEET UNKNOWN - no central store is named")]
    [InlineData("fleet outliers --hosts 0 --format nagios", "FLEET UNKNOWN - --hosts is 1 at least")]
    [InlineData("findings --format nagios --nonsense", "INTEGRITY UNKNOWN - no such option: --nonsense")]
    public void Monitoring_is_told_what_is_unknown(string line, string said) => Assert.StartsWith(said, Run(line).Output);

    [Fact]
    public void What_prepare_would_run_can_be_read_without_a_store()
    {
        var (code, output, errors) = Run("fleet prepare --dry-run");

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("CREATE ROLE integritywatch_host NOLOGIN;\n", output);
        Assert.Contains("ENABLE ROW LEVEL SECURITY", output);
    }

    [Fact]
    public void What_is_not_signed_is_not_approved()
    {
        var file = folder.Write("web01.json", "{}");

        Assert.StartsWith($"integritywatch: not an integritywatch baseline: {file}\n", Run($"fleet generations approve {file} --group web").Errors);
    }

    private (int Code, string Output, string Errors) Run(string line)
    {
        using var output = new MemoryStream();
        using var errors = new StringWriter { NewLine = "\n" };
        var session = new Session(output, errors, null);
        var code = CommandLine.Run([.. line.Split(' '), "--config", folder.Write("integritywatch.json", "{}")], session);
        return (code, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }
}
