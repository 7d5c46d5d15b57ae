using IntegrityWatch.Detection.Attack;
using IntegrityWatch.AuditRules;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed audit rules, as a file and as auditctl -l prints them.</summary>
internal sealed class AuditRulesTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    private readonly InputFile file = new();
    private readonly TechniqueTable techniques = new();

    public string Name => "audit-rules";

    public string Group => "policy";

    public IReadOnlyList<byte[]> Seeds => seeds;

    /// <summary>A line of two bytes that does not load is an exception of some kilobytes, let go with the line.</summary>
    public long MostBytesPerByte => 4096;

    public IReadOnlyList<string> Words { get; } =
    [
        "-a ", "-A ", "-d ", "-D", "-w ", "-W ", "-p wa", "-k ", "-F ", "-S ", "-C ", "-i", "-c", "-e 2", "-b 8192", "-f 1", "-r 0", "--backlog_wait_time 60000", "--loginuid-immutable",
        "always,exit ", "never,exclude", "exit,always", "task,", "filesystem,", "arch=b64", "arch=b32", "path=", "dir=", "perm=wax", "key=", "auid>=1000", "auid!=unset", "auid!=4294967295",
        "uid=0", "exit=-EACCES", "msgtype=", "fstype=", "success=1", "exe=/", "obj_uid=", "a0&=1", "execve", "openat,open", "all", "-k T1036", "T1059.004", "\n", "# ", "\"", "\\", "-D -k x",
    ];

    public void Run(byte[] input)
    {
        var path = file.With(input);
        var report = RuleCheck.Run(techniques, [RuleSource.Read(path, () => Stream.Null)]);
        BrokenPromiseException.Unless(report.Rules >= 0 && report.Remarks.All(remark => remark.Message.Length > 0), "a remark says something");
        RuleCheck.Run(techniques, [RuleSource.Read("-", () => new MemoryStream(input))]);
    }
}
