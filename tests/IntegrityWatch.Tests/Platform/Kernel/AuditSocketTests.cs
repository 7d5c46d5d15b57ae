using System.Text;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Tests.Platform.Kernel;

public class AuditSocketTests
{
    [Fact]
    public void A_message_is_netlinks_header_the_text_and_a_zero_byte()
    {
        var message = AuditSocket.Message("op=x");

        Assert.Equal(21, message.Length);
        Assert.Equal((21, 1005, 1), (BitConverter.ToInt32(message), BitConverter.ToUInt16(message, 4), BitConverter.ToUInt16(message, 6)));
        Assert.Equal("op=x\0", Encoding.ASCII.GetString(message, 16, 5));
    }

    [Theory]
    [InlineData("Name:\tx\nCapEff:\t0000000020000000\n", true)]
    [InlineData("Name:\tx\nCapEff:\t000001ffffffffff\n", true)]
    [InlineData("Name:\tx\nCapEff:\t00000000dfffffff\n", false)]
    [InlineData("Name:\tx\nCapEff:\t0000\n", false)]
    [InlineData("Name:\tx\nCapPrm:\t0000000020000000\n", false)]
    public void Only_who_may_write_to_the_log_says_anything(string status, bool may) => Assert.Equal(may, AuditSocket.HasRight(status));
}
