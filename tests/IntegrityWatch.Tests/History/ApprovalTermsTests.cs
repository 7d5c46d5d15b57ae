using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public class ApprovalTermsTests
{
    [Theory]
    [InlineData(3, 2)]
    [InlineData(1, 2, 2)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 3, 3)]
    public void Turns_that_do_not_follow_one_another_are_refused(params int[] turns) =>
        Assert.Throws<ArgumentException>(() => new ApprovalTerms(turns));

    [Fact]
    public void No_turns_are_refused() => Assert.Throws<ArgumentException>(() => new ApprovalTerms([]));

    [Fact]
    public void What_was_left_behind_elsewhere_was_never_approved_here()
    {
        var terms = ApprovalTerms.LeftBehindIn(3);

        Assert.Equal(3, terms.SupersededIn);
        Assert.False(terms.WereApprovedIn(3));
        Assert.False(terms.WereSupersededIn(2));
        Assert.True(terms.WereSupersededIn(3));
        Assert.True(terms.ApprovedAgainIn(5).WereApprovedIn(5));
    }
}
