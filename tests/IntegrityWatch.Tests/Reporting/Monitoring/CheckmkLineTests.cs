using IntegrityWatch.Detection;
using IntegrityWatch.Reporting.Monitoring;

namespace IntegrityWatch.Tests.Reporting.Monitoring;

public class CheckmkLineTests
{
    [Fact]
    public void State_service_metrics_and_text_have_one_space_between_them() => Assert.Equal(
        "1 \"IntegrityWatch\" critical=0|high=0|medium=1|low=0|info=0|new=1|baseline_age=86400|last_scan_age=3600 1 medium (1 new): new-file /usr/bin/some\n",
        SomeReport.Written(output => CheckmkLine.Write(output, SomeReport.Of(Some.Finding()))));

    [Fact]
    public void A_backslash_before_an_n_does_not_end_the_line()
    {
        var line = SomeReport.Written(output => CheckmkLine.Write(output, SomeReport.Of(
            Some.Finding(severity: Severity.High, path: "/tmp/a\\nforged"), Some.Finding(severity: Severity.High, path: "/tmp/b\nforged"))));

        Assert.EndsWith(": new-file \"/tmp/a\\x5cnforged\", new-file \"/tmp/b\\x0aforged\"\n", line);
    }

    [Fact]
    public void What_cannot_be_checked_is_state_3_without_metrics() => Assert.Equal(
        "3 \"IntegrityWatch\" - no history at \"/x\\x0ay\"\n",
        SomeReport.Written(output => CheckmkLine.WriteUnknown(output, "no history at /x\ny")));
}
