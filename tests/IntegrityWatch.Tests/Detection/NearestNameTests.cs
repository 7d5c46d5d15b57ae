using IntegrityWatch.Detection;

namespace IntegrityWatch.Tests.Detection;

public class NearestNameTests
{
    [Theory]
    [InlineData("databse", "database")]
    [InlineData("DATABASE", "database")]
    [InlineData("polices", "policies")]
    [InlineData("policy", "policies")]
    [InlineData("db", "database")]
    public void It_is_the_name_that_takes_the_fewest_changes(string typed, string meant) =>
        Assert.Equal(meant, NearestName.Of(typed, ["database", "policies"]));
}
