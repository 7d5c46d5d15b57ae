using IntegrityWatch.Detection.Attack;

namespace IntegrityWatch.Tests.Detection.Attack;

public class TechniqueTableTests
{
    private readonly TechniqueTable table = new();

    [Fact]
    public void A_technique_has_its_name_and_its_tactics()
    {
        var technique = table.Find("T1036.005");

        Assert.Equal("T1036.005", technique.Id);
        Assert.Equal("Match Legitimate Resource Name or Location", technique.Name);
        Assert.Equal(["defense-evasion"], technique.Tactics);
    }

    [Theory]
    [InlineData("T1168", "T1053")]
    [InlineData("T1166", "T1548.001")]
    [InlineData("T1158", "T1564.001")]
    [InlineData("T1500", "T1027.004")]
    public void A_revoked_id_leads_to_its_successor(string revoked, string successor) =>
        Assert.Equal(table.Find(successor), table.Find(revoked));

    [Fact]
    public void A_successor_that_was_revoked_in_turn_leads_on() => Assert.Equal("T1647", table.Find("T1150").Id);

    [Fact]
    public void A_deprecated_id_keeps_its_name() => Assert.Equal("Scripting", table.Find("T1064").Name);

    [Theory]
    [InlineData("T9999")]
    [InlineData("")]
    [InlineData("no technique")]
    public void An_id_that_is_unknown_stands_for_itself(string id)
    {
        var technique = table.Find(id);

        Assert.Equal((id, id), (technique.Id, technique.Name));
        Assert.Empty(technique.Tactics);
    }

    [Fact]
    public void Several_ids_are_told_once_each_and_in_order() =>
        Assert.Equal(["T1036", "T1053", "T1059.004"],
            table.Find(["T1059.004", "T1168", "T1036", "T1053", "T1036"]).Select(technique => technique.Id));
}
