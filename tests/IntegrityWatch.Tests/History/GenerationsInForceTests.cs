using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public sealed class GenerationsInForceTests : IDisposable
{
    private readonly TemporaryHistory history = new();

    /// <summary>Three captures, of which the third is undone by the fourth generation; each with a decision.</summary>
    public GenerationsInForceTests()
    {
        for (var number = 1; number <= 4; number++)
            history.Publish(update =>
            {
                update.Put(Some.Generation(number) with { Origin = number == 4 ? GenerationOrigin.Undo : GenerationOrigin.Capture, Undoes = number == 4 ? 3 : null });
                update.Put(Decided(number));
            });
    }

    public void Dispose() => history.Dispose();

    [Fact]
    public void What_was_undone_and_what_undid_it_count_no_more() =>
        Assert.Equal([1, 2], history.Read(read => read.InForce.Select(generation => generation.Number).ToList()));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "1")]
    [InlineData(2, "1 2")]
    [InlineData(3, "1 2 3")]
    [InlineData(4, "1 2")]
    public void What_people_had_decided_in_a_generation_is_what_no_undo_until_then_took_back(int generation, string decided) =>
        Assert.Equal(decided, string.Join(' ', history.Read(read => read.DecisionsInForceAt(generation).Select(decision => decision.FindingId).ToList())));

    [Fact]
    public void What_is_decided_in_a_generation_that_is_being_made_is_in_force() => history.Publish(update =>
    {
        update.Put(Decided(5));

        Assert.Equal(["1", "2", "5"], update.DecisionsInForce.Select(decision => decision.FindingId));
        Assert.Equal(["1", "2"], update.DecisionsInForceAt(4).Select(decision => decision.FindingId));
    });

    private static Decision Decided(int generation) =>
        new() { Generation = generation, Verb = DecisionVerb.Waive, FindingId = $"{generation}", Kind = "fileless", At = Some.Time };
}
