using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands;

/// <summary>The forms that say on standard output too that nothing could be asked.</summary>
internal static class FleetFormat
{
    public const string Nagios = "nagios";

    /// <summary>Null where silence on standard output says it.</summary>
    public static Action<Stream, string>? WriteUnknown(string name) => name == Nagios ? FleetLine.WriteUnknown : null;
}
