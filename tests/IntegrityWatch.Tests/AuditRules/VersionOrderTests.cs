using IntegrityWatch.AuditRules;

namespace IntegrityWatch.Tests.AuditRules;

public class VersionOrderTests
{
    [Fact]
    public void Files_are_read_in_the_order_of_their_numbers()
    {
        string[] sorted = ["0-a.rules", "9-a.rules", "10-a.rules", "10-b.rules", "99-finalize.rules", "100-a.rules", "audit.rules"];

        Assert.Equal(sorted, sorted.Reverse().Order(VersionOrder.Instance));
    }
}
