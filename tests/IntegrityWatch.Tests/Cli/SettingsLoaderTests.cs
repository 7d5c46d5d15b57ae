using IntegrityWatch.Configuration;

namespace IntegrityWatch.Tests.Cli;

[Collection(nameof(Variables))]
public sealed class SettingsLoaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Variables variables = new();

    public void Dispose()
    {
        variables.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_file_says_where_things_are()
    {
        var settings = Load("""{"database": "/srv/history.db", "policies": ["a.json", "b.json"]}""");

        Assert.Equal("/srv/history.db", settings.Database);
        Assert.Equal(["a.json", "b.json"], settings.Policies);
    }

    [Fact]
    public void Nothing_said_is_the_default()
    {
        var settings = Load("{}");

        Assert.Null(settings.Database);
        Assert.Empty(settings.Policies);
    }

    [Fact]
    public void An_empty_list_and_a_schema_for_editors_are_welcome() =>
        Assert.Empty(Load("""{"$schema": "integritywatch.schema.json", "policies": []}""").Policies);

    [Theory]
    [InlineData("""{"database": null}""")]
    [InlineData("""{"policies": null}""")]
    public void Null_says_nothing(string configuration)
    {
        var settings = Load(configuration);

        Assert.Null(settings.Database);
        Assert.Empty(settings.Policies);
    }

    [Fact]
    public void Letters_may_be_large_or_small() => Assert.Equal("/a", Load("""{"Database": "/a"}""").Database);

    [Fact]
    public void A_variable_outranks_a_file()
    {
        variables.Set("INTEGRITYWATCH__DATABASE", "/from/variable.db");
        variables.Set("INTEGRITYWATCH__POLICIES__0", "mine.json");

        var settings = Load("""{"database": "/from/file.db"}""");

        Assert.Equal("/from/variable.db", settings.Database);
        Assert.Equal(["mine.json"], settings.Policies);
    }

    [Theory]
    [InlineData("databse", "database")]
    [InlineData("polices", "policies")]
    public void A_misspelt_key_is_told_with_its_file_and_the_nearest_key(string key, string nearest)
    {
        var fault = Fault($$"""{"{{key}}": "x"}""");

        Assert.Equal($"configuration key is unknown: {key} in {folder["mine.json"]}", fault.Message);
        Assert.Equal($"did you mean {nearest}", fault.Hint);
    }

    [Fact]
    public void A_misspelt_variable_is_told_as_it_must_be_spelt()
    {
        variables.Set("INTEGRITYWATCH__DATABSE", "x");

        var fault = Fault("{}");

        Assert.Equal("configuration key is unknown: INTEGRITYWATCH__DATABSE in the environment", fault.Message);
        Assert.Equal("did you mean INTEGRITYWATCH__DATABASE", fault.Hint);
    }

    [Theory]
    [InlineData("""{"database": ["x"]}""", "database")]
    [InlineData("""{"database": {"file": "x"}}""", "database")]
    [InlineData("""{"database": ""}""", "database")]
    [InlineData("""{"policies": "x"}""", "policies")]
    [InlineData("""{"policies": {"first": "x"}}""", "policies")]
    [InlineData("""{"policies": [["x"]]}""", "policies")]
    [InlineData("""{"policies": [null]}""", "policies")]
    public void A_key_of_the_wrong_shape_is_told(string configuration, string key)
    {
        var fault = Fault(configuration);

        Assert.Equal($"configuration key has the wrong shape: {key} in {folder["mine.json"]}", fault.Message);
        Assert.NotNull(fault.Hint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"database\": 'x'}")]
    [InlineData("{\"database\": \"\\ud800\"}")]
    [InlineData("{\"\\udc00\": \"x\"}")]
    [InlineData("{\"database\": \"a\", \"database\": \"b\"}")]
    public void What_is_no_configuration_is_told_in_one_line(string configuration)
    {
        var fault = Fault(configuration);

        Assert.StartsWith($"configuration is wrong: {folder["mine.json"]}: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("/no/such/file.json")]
    [InlineData("/")]
    public void A_file_that_cannot_be_read_is_told(string file) => Assert.Equal(
        $"configuration cannot be read: {file}", Assert.Throws<CannotCheckException>(() => SettingsLoader.Load(file)).Message);

    private Settings Load(string configuration) => SettingsLoader.Load(folder.Write("mine.json", configuration));

    private CannotCheckException Fault(string configuration) => Assert.Throws<CannotCheckException>(() => Load(configuration));
}
