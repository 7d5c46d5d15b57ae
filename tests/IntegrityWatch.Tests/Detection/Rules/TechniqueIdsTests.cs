using IntegrityWatch.Detection.Rules;

namespace IntegrityWatch.Tests.Detection.Rules;

public class TechniqueIdsTests
{
    [Theory]
    [InlineData("T1053.003-Scheduled Task-Job-Cron", "T1053.003")]
    [InlineData("T1078.003_64", "T1078.003")]
    [InlineData("Deobfuscate_T1140", "T1140")]
    [InlineData("T1140,T1105", "T1140", "T1105")]
    [InlineData("T1140.", "T1140")]
    [InlineData("T1053.0031", "T1053")]
    [InlineData("T11405")]
    [InlineData("AT1140")]
    [InlineData("T114")]
    [InlineData("identity")]
    [InlineData("")]
    public void Ids_stand_between_other_characters_than_letters_and_digits(string key, params string[] ids) =>
        Assert.Equal(ids, TechniqueIds.In(key));
}
