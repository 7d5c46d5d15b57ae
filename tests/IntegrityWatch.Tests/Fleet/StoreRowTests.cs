using CsCheck;
using IntegrityWatch.Fleet.Reports;
using IntegrityWatch.Tests.Reporting;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>Rows as they wait in the outbox.</summary>
public sealed class StoreRowTests
{
    [Fact]
    public void A_row_is_the_same_after_it_waited()
    {
        StoreRow[] rows = [SomeRow.Scan(open: ["a", "b"]), SomeRow.Finding("a"), SomeRow.Observed("/a", "a", "a 1"), SomeRow.Elsewhere("/a", "a"), SomeRow.Generation(), new TestRow()];

        Assert.All(rows, row => Assert.Equal(row.Encode(), StoreRow.Decode(row.Encode())!.Encode()));
        Assert.All(rows, row => Assert.Equal(row.GetType(), StoreRow.Decode(row.Encode())!.GetType()));
    }

    [Fact]
    public void The_message_of_a_finding_says_all_that_speaks_for_the_file()
    {
        var finding = SomeReport.Full() with { SignedBy = "Some Key" };

        Assert.Equal("was used, and no generation holds its path; some 1.0-1 was installed; carries a valid IMA signature by Some Key",
            FindingRow.Of(finding, [], Some.Time).Message);
        Assert.Equal("was used, and no generation holds its path; carries a valid IMA signature by Some Key",
            FindingRow.Of(finding with { Explanation = null }, [], Some.Time).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"row":"observation"}""")]
    [InlineData("""{"row":"scan","at":"2025-01-01T00:00:00Z","status":0,"counts":null,"open":[]}""")]
    [InlineData("""{"row":"observation","path":null,"algorithm":"sha256","digest":"","firstSeen":"2025-01-01T00:00:00Z"}""")]
    [InlineData("""{"row":"generation","number":1e99,"chain":"","origin":"","capturedAt":"2025-01-01T00:00:00Z","paths":1,"content":""}""")]
    [InlineData("""{"row":"generation","number":1,"chain":"\ud800","origin":"","capturedAt":"2025-01-01T00:00:00Z","paths":1,"content":""}""")]
    public void What_is_no_row_is_none(string text) => Assert.Null(StoreRow.Decode(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_damaged_row_is_a_row_or_none() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2000], Gen.Byte).Sample((which, at, value) =>
        {
            StoreRow[] rows = [SomeRow.Scan(open: ["a"]), SomeRow.Finding("a"), SomeRow.Observed("/a", "a", "a 1"), SomeRow.Generation()];
            var bytes = rows[which].Encode();
            bytes[at % bytes.Length] = value;
            StoreRow.Decode(bytes);
        }, iter: 20_000);
}
