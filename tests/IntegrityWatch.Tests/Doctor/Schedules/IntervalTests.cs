using IntegrityWatch.Doctor.Schedules;

namespace IntegrityWatch.Tests.Doctor.Schedules;

public class IntervalTests
{
    [Theory]
    [InlineData("* * * * * root x", 1)]
    [InlineData("*/10 * * * * root x", 10)]
    [InlineData("7,27,47 * * * * root x", 20)]
    [InlineData("7 * * * * root x", 60)]
    [InlineData("7 */6 * * * root x", 360)]
    [InlineData("7 3 * * * root x", 1440)]
    [InlineData("@weekly root x", 10080)]
    [InlineData("@reboot root x", null)]
    [InlineData("7 3 1 * * root x", null)]
    [InlineData("*/0 * * * * root x", null)]
    [InlineData("*/99999999999 * * * * root x", null)]
    [InlineData("7-9 * * * * root x", null)]
    [InlineData("70 * * * * root x", null)]
    [InlineData("", null)]
    public void Of_a_line_of_a_crontab(string line, int? minutes) => Assert.Equal(minutes, CronTime.IntervalOf(line)?.TotalMinutes);

    [Theory]
    [InlineData("OnCalendar=hourly", 60.0)]
    [InlineData("OnCalendar = daily", 1440.0)]
    [InlineData("OnCalendar=*:0/15", 15.0)]
    [InlineData("OnCalendar=*-*-* *:17:00", 60.0)]
    [InlineData("OnCalendar=*-*-* 02:30:00", 1440.0)]
    [InlineData("OnCalendar=*-*-* 0/6:00:00", 360.0)]
    [InlineData("OnUnitActiveSec=30min", 30.0)]
    [InlineData("OnUnitActiveSec=2h", 120.0)]
    [InlineData("OnBootSec=5min\nOnUnitActiveSec=90", 1.5)]
    [InlineData("OnCalendar=whenever", null)]
    [InlineData("OnCalendar=*:0/0", null)]
    [InlineData("OnUnitActiveSec=99999999999h", null)]
    [InlineData("OnCalendarX=daily", null)]
    [InlineData("", null)]
    public void Of_a_timer(string unit, double? minutes) => Assert.Equal(minutes, TimerTime.IntervalOf(unit)?.TotalMinutes);
}
