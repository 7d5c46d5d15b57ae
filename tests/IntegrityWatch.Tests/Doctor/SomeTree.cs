using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Doctor;

namespace IntegrityWatch.Tests.Doctor;

/// <summary>A host's files, written one by one, and what checks say of them.</summary>
internal sealed class SomeTree : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static readonly DateTimeOffset Now = new(2025, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public string this[string name] => Path.Combine(Folder, name);

    public string Folder => folder["root"];

    public string Database => folder["db/history.db"];

    public SomeTree() => Directory.CreateDirectory(Folder);

    public SomeTree With(string path, string content)
    {
        folder.Write("root/" + path, content);
        return this;
    }

    public SomeTree With(string path, byte[] content)
    {
        folder.Write("root/" + path, content);
        return this;
    }

    /// <summary>A link that leads to itself: there, and not to be opened by anybody.</summary>
    public SomeTree WithUnreadable(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.CreateSymbolicLink(this[path], Path.GetFileName(path));
        return this;
    }

    public static void SetMode(string path, int mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    /// <summary>What all checks say.</summary>
    public DoctorReport Report(Func<DoctorRequest, DoctorRequest>? change = null) => On(Folder, change);

    /// <summary>What one says, by the last part of its ids.</summary>
    public Dictionary<string, CheckResult> Examine(DoctorCheck check, Func<DoctorRequest, DoctorRequest>? change = null) =>
        Examine(Folder, Database, check, change);

    /// <summary>What one says of this machine itself, whose auditctl answers as the test wants.</summary>
    public Dictionary<string, CheckResult> ExamineLive(DoctorCheck check, Func<string, byte[]?> auditctl) =>
        Examine("/", Database, check, request => request with { AskAuditctl = auditctl });

    public DoctorReport On(string root, Func<DoctorRequest, DoctorRequest>? change = null)
    {
        using var evidence = new EvidenceRoot(root);
        return DoctorReport.Create(Changed(Request(evidence, Database), change));
    }

    public void Dispose() => folder.Dispose();

    private static Dictionary<string, CheckResult> Examine(
        string root, string database, DoctorCheck check, Func<DoctorRequest, DoctorRequest>? change)
    {
        using var evidence = new EvidenceRoot(root);
        var report = DoctorReport.Create(Changed(Request(evidence, database), change), [check]);
        return report.Checks.ToDictionary(result => result.Id[(check.Id.Length + 1)..]);
    }

    private static DoctorRequest Changed(DoctorRequest request, Func<DoctorRequest, DoctorRequest>? change) => change?.Invoke(request) ?? request;

    private static DoctorRequest Request(EvidenceRoot root, string database) => new()
    {
        Root = root,
        Database = database,
        Techniques = new TechniqueTable(),
        Now = Now,
        IsPrivileged = true,
    };
}
