using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Tests.Reporting.Text;

public class DoctorTextTests
{
    private static readonly DoctorReport Report = new()
    {
        Host = "web01",
        Root = "/",
        Checks =
        [
            new CheckResult("kernel.ima", "kernel", Verdict.Ok, "IMA runs"),
            new CheckResult("schedule.there", "schedule", Verdict.Warning, string.Join(' ', Enumerable.Repeat("nobody looks", 20)), string.Join(' ', Enumerable.Repeat("enable it", 20))),
        ],
    };

    [Fact]
    public void A_check_is_a_line_and_what_to_do_another()
    {
        var lines = Write(TextStyle.Plain).Split('\n');

        Assert.Equal("ok        kernel            IMA runs", lines[0]);
        Assert.StartsWith("warning   schedule          nobody looks nobody", lines[1]);
        Assert.StartsWith("                            do: enable it", lines[2]);
        Assert.Equal(["", "WARNING 2 checks: 1 ok, 1 warning, 0 critical, 0 unknown", ""], lines[3..]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void On_a_terminal_no_line_is_wider(int columns) =>
        Assert.All(Write(new TextStyle(columns, false)).Split('\n'), line => Assert.InRange(line.Length, 0, columns));

    [Fact]
    public void Quiet_prints_what_is_not_well_alone()
    {
        var text = Write(TextStyle.Plain, quiet: true);

        Assert.StartsWith("warning ", text);
        Assert.Equal(2, text.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void Words_of_the_host_forge_no_line_and_no_escape()
    {
        var text = Write(TextStyle.Plain, report: Report with
        {
            Checks = [new CheckResult("a.b", "a", Verdict.Critical, "log at \e[2J\nok  kernel\u202e", "mv \r\n x")],
        });

        Assert.Equal(5, text.Split('\n').Length);
        Assert.DoesNotContain('\e', text);
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain('\u202e', text);
    }

    [Fact]
    public void Colour_stands_around_the_state() =>
        Assert.Contains("\e[33mwarning   \e[0m", Write(new TextStyle(200, true)));

    private static string Write(TextStyle style, bool quiet = false, DoctorReport? report = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        DoctorText.Write(output, style, report ?? Report, quiet);
        return output.ToString();
    }
}
