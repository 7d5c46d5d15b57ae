using IntegrityWatch.Evidence.Audit;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>
/// Tells the boots in an audit log apart: the kernel numbers its events from 1 after each boot, so a lower number at a later time is
/// another boot's. Records that merely arrive late have earlier times.
/// </summary>
internal sealed class BootCounter
{
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(2);

    private uint highest;
    private DateTimeOffset highestAt = DateTimeOffset.MinValue;

    /// <summary>0 for the earliest boot in the log.</summary>
    public int Boot { get; private set; }

    public void See(AuditStamp stamp)
    {
        if (stamp.Serial >= highest)
            (highest, highestAt) = (stamp.Serial, stamp.Time);
        else if (stamp.Time - highestAt > Disorder)
        {
            Boot++;
            (highest, highestAt) = (stamp.Serial, stamp.Time);
        }
    }
}
