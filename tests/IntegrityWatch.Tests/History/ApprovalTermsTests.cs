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

    [Fact]
    public void What_was_taken_back_counts_until_then_and_not_from_there_on()
    {
        var terms = new ApprovalTerms([2, 5]).Without(5, by: 7);

        Assert.Equal((null, 2, 2, 2), (terms.SupersededIn, terms.First, terms.ApprovedLastIn, terms.Written));
        Assert.True(terms.WereSupersededIn(5));
        Assert.True(terms.WereSupersededIn(6));
        Assert.True(terms.WereApprovedIn(7));
        Assert.Equal([2, 5, 9], terms.MovedOnIn(9).Turns);
        Assert.Equal(9, terms.MovedOnIn(9).SupersededIn);
    }

    [Fact]
    public void An_approval_that_was_taken_back_is_not_the_last_one()
    {
        var terms = new ApprovalTerms([2, 5, 7]).Without(7, by: 8);

        Assert.Equal((2, 5), (terms.ApprovedLastIn, terms.SupersededIn));
        Assert.Equal((7, 2), (new ApprovalTerms([2, 5, 7]).ApprovedLastIn, new ApprovalTerms([2, 5, 7]).First));
        Assert.Equal((9, 9), (terms.ApprovedAgainIn(9).ApprovedLastIn, terms.ApprovedAgainIn(9).Turns[^1]));
    }

    [Fact]
    public void What_was_approved_and_then_moved_on_from_was_not_left_behind_elsewhere()
    {
        Assert.True(ApprovalTerms.LeftBehindIn(3).WereLeftBehind);
        Assert.False(new ApprovalTerms([2, 5]).WereLeftBehind);
        Assert.False(ApprovalTerms.From(2).WereLeftBehind);
    }

    [Fact]
    public void Where_all_was_taken_back_it_is_as_if_it_had_never_been_approved()
    {
        var terms = ApprovalTerms.From(3).Without(3, by: 4);

        Assert.True(terms.AreVoid);
        Assert.Null(terms.SupersededIn);
        Assert.True(terms.WereApprovedIn(3));
        Assert.False(terms.WereKnownIn(4));
        Assert.Equal(terms, terms.MovedOnIn(5));
        Assert.Equal((false, 5, 3), (terms.ApprovedAgainIn(5).AreVoid, terms.ApprovedAgainIn(5).First, terms.ApprovedAgainIn(5).Written));
        Assert.Equal(6, terms.LeftBehindAgainIn(6).SupersededIn);
        Assert.False(terms.LeftBehindAgainIn(6).WereApprovedIn(6));
    }

    [Fact]
    public void Nothing_is_taken_back_before_it_was()
    {
        Assert.Throws<ArgumentException>(() => new ApprovalTerms([3], [3]));
        Assert.Throws<ArgumentException>(() => new ApprovalTerms([3, 4], [5]));
        Assert.NotEqual(ApprovalTerms.From(3), ApprovalTerms.From(3).Without(3, by: 4));
        Assert.NotEqual(new ApprovalTerms([1, 3]), new ApprovalTerms([2, 3]));
        Assert.Equal(new ApprovalTerms([1, 3], [0, 4]), new ApprovalTerms([1, 3]).Without(3, by: 4));
    }
}
