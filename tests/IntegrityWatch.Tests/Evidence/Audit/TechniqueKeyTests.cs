using CsCheck;
using IntegrityWatch.Evidence.Audit;

namespace IntegrityWatch.Tests.Evidence.Audit;

public class TechniqueKeyTests
{
    [Theory]
    [InlineData("T1140", "T1140")]
    [InlineData("T1053.003-Scheduled Task-Job-Cron", "T1053.003")]
    [InlineData("T1078.003_64", "T1078.003")]
    [InlineData("Deobfuscate_T1140", "T1140")]
    [InlineData("deobfuscate-t1140", "T1140")]
    [InlineData("T1078_Valid_Accounts", "T1078")]
    [InlineData("T1053_003_cron", "T1053.003")]
    [InlineData("T1053/003", "T1053.003")]
    [InlineData("mitre:T1059.004,T1105", "T1059.004 T1105")]
    [InlineData("T1140 T1140", "T1140")]
    [InlineData("T1140T1105", "")]
    [InlineData("T11400", "")]
    [InlineData("XT1140", "")]
    [InlineData("T1140x", "")]
    [InlineData("T1140.0031", "T1140")]
    [InlineData("T1140.00", "T1140")]
    [InlineData("T114", "")]
    [InlineData("power-abuse", "")]
    [InlineData("", "")]
    [InlineData("T", "")]
    [InlineData("éT1140", "")]
    public void An_id_is_found_at_a_words_boundary_and_nowhere_else(string key, string ids) =>
        Assert.Equal(ids, string.Join(' ', TechniqueKey.Ids(key)));

    [Fact]
    public void What_is_found_always_has_the_form_of_an_id() => Gen.String[Gen.Char["Tt0159._-/ x"], 0, 40].Sample(key =>
        Assert.All(TechniqueKey.Ids(key), id => Assert.Matches("^T[0-9]{4}([.][0-9]{3})?$", id)));
}
