namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>What a receiver of syslog understood besides what other messages have too (RFC 5424, section 6.2).</summary>
internal sealed record SyslogHeader(int Facility, string AppName, string ProcId, string MsgId);
