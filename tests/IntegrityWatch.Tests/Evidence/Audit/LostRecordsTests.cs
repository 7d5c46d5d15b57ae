using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class LostRecordsTests
{
    [Fact]
    public void The_kernels_count_goes_on_until_it_is_set_back()
    {
        var lost = new LostRecords();
        Assert.True(lost.TryTakeLine("[ 9.1] audit: audit_lost=3 audit_rate_limit=0 audit_backlog_limit=64"u8));
        Assert.True(lost.TryTakeLine("Nov 23 16:27:01 web kernel: audit: audit_lost=5 audit_rate_limit=0"u8));
        Assert.Equal(5, lost.Count);

        lost.TakeConfigChange("op=set lost=0 old=7 auid=0 ses=1 res=1"u8);
        Assert.Equal(7, lost.Count);

        Assert.True(lost.TryTakeLine("audit: audit_lost=2 audit_rate_limit=0"u8));
        Assert.Equal(9, lost.Count);
    }

    [Fact]
    public void A_reboot_starts_the_count_anew()
    {
        var lost = new LostRecords();
        lost.TryTakeLine("audit: audit_lost=5 "u8);
        lost.TryTakeLine("audit: audit_lost=1 "u8);

        Assert.Equal(6, lost.Count);
    }

    [Theory]
    [InlineData("op=set audit_backlog_limit=8192 old=64 auid=0 ses=1 res=1")]
    [InlineData("op=set lost=0 old=many")]
    [InlineData("op=add_rule key=\"lost=\" old=9")]
    public void Other_changes_lose_nothing(string body)
    {
        var lost = new LostRecords();
        lost.TakeConfigChange(System.Text.Encoding.ASCII.GetBytes(body));

        Assert.Equal(0, lost.Count);
    }
}
