using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed audit logs, as one file and as two.</summary>
internal sealed class AuditTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    public string Name => "audit-log";

    public string Group => "audit";

    public IReadOnlyList<byte[]> Seeds => seeds;

    public IReadOnlyList<string> Words { get; } =
    [
        "type=", "type=SYSCALL ", "type=EXECVE ", "type=PATH ", "type=INTEGRITY_RULE ", "type=INTEGRITY_PCR ",
        "type=PROCTITLE ", "type=UNKNOWN[1805] ", "type=1805 ", "audit: ", "audispd: ", "node=a ", "msg=audit(",
        "msg=audit(1.000:1): ", "audit_lost=7", "\u001d", "\n", "\"", "\" ", "=", " ", "(null)", "a0=", "a1[0]=",
        "a1_len=", "key=", "file=", "hash=\"sha256:", "name=", "exe=", "pid=", "ppid=", "res=", "UID=\"", "AUID=\"",
        "ARCH=", "4142", "lost=0 old=9 ", "9999999999999999999", "-1",
    ];

    public void Run(byte[] input)
    {
        Read([input]);
        Read([input[..(input.Length / 2)], input[(input.Length / 2)..]]);
    }

    private static void Read(byte[][] logs)
    {
        using var files = new AuditLogFiles([.. logs.Select((log, at) => new AuditLogFile($"log {at}", new MemoryStream(log)))]);
        var reader = new AuditLogReader();
        long events = 0;
        foreach (var read in reader.Read(files))
        {
            events++;
            foreach (var use in read.FileUses)
                BrokenPromiseException.Unless(
                    !use.Path.IsEmpty && !use.Path.Bytes.Contains((byte)0), "a used file has a path");
        }
        BrokenPromiseException.Unless(reader.Statistics.Events == events, "every event is counted");
    }
}
