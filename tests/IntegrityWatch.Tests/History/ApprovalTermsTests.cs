using CsCheck;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public class ApprovalTermsTests
{
    [Fact]
    public void A_digest_that_was_left_behind_and_taken_up_again_is_told_as_it_was_in_each_generation()
    {
        var terms = ApprovalTerms.From(2).MovedOnIn(4).ApprovedAgainIn(6);

        Assert.Equal([false, true, true, false, false, true], Enumerable.Range(1, 6).Select(terms.WereApprovedIn));
        Assert.Equal([false, false, false, true, true, false], Enumerable.Range(1, 6).Select(terms.WereSupersededIn));
        Assert.Null(terms.SupersededIn);
    }

    [Fact]
    public void Approving_what_is_approved_changes_nothing() =>
        Assert.Equal(ApprovalTerms.From(2), ApprovalTerms.From(2).ApprovedAgainIn(3));

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 2, 2 })]
    [InlineData(new[] { 3, 1 })]
    public void Turns_that_do_not_follow_one_another_are_refused(int[] turns) =>
        Assert.Throws<ArgumentException>(() => new ApprovalTerms(turns));

    [Fact]
    public void What_a_later_generation_does_never_changes_what_an_earlier_one_was() =>
        Gen.Select(Gen.Bool.Array[1, 20], Gen.Int[1, 10]).Sample((steps, first) =>
        {
            var terms = ApprovalTerms.From(first);
            var told = new List<bool>();
            for (var generation = first; generation < first + steps.Length; generation++)
            {
                if (generation > first)
                    terms = steps[generation - first] ? terms.ApprovedAgainIn(generation) : terms.MovedOnIn(generation);
                told.Add(terms.WereApprovedIn(generation));
            }
            Assert.Equal(told, Enumerable.Range(first, steps.Length).Select(terms.WereApprovedIn));
        });
}
