namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// Tells the boots in an audit log apart: the kernel numbers its events from 1 after each boot, so a lower number at a later time is
/// another boot's. Records that merely arrive late have earlier times.
/// </summary>
/// <remarks>
/// The serial leads and the clock only breaks the tie. A clock that is set back while the host runs moves no boundary, for the serials
/// go on rising. One that is set back over a reboot hides the boundary until the log's time has caught up: until then the new boot's
/// uses count as the old one's, and are not held against this boot's list. They are told all the same.
/// </remarks>
internal sealed class BootCounter
{
    /// <summary>Events of one moment are written by several processors at once, and auditd lets each wait for its records this long.</summary>
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(2);

    private uint highest;
    private DateTimeOffset highestAt = DateTimeOffset.MinValue;

    /// <summary>0 for the earliest boot in the log.</summary>
    public int Boot { get; private set; }

    public void Add(AuditStamp stamp)
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
