using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Doctor;

namespace IntegrityWatch.Tests.Doctor;

/// <summary>A host's files, written one by one, and what examinations say of them.</summary>
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

    /// <summary>What all examinations say.</summary>
    public HealthReport Report(Func<CheckupRequest, CheckupRequest>? change = null) => On(Folder, change);

    /// <summary>What one says, by the last part of its ids.</summary>
    public Dictionary<string, HealthCheck> Examine(IExamination examination, Func<CheckupRequest, CheckupRequest>? change = null) =>
        Examine(Folder, Database, examination, change);

    /// <summary>What one says of this machine itself, whose auditctl answers as the test wants.</summary>
    public Dictionary<string, HealthCheck> ExamineLive(IExamination examination, Func<string, byte[]?> auditctl) =>
        Examine("/", Database, examination, request => request with { AskAuditctl = auditctl });

    public HealthReport On(string root, Func<CheckupRequest, CheckupRequest>? change = null)
    {
        using var evidence = new EvidenceRoot(root);
        return Checkup.Run(Changed(Request(evidence, Database), change));
    }

    public void Dispose() => folder.Dispose();

    private static Dictionary<string, HealthCheck> Examine(
        string root, string database, IExamination examination, Func<CheckupRequest, CheckupRequest>? change)
    {
        using var evidence = new EvidenceRoot(root);
        var report = Checkup.Run(Changed(Request(evidence, database), change), [examination]);
        return report.Checks.ToDictionary(check => check.Id[(examination.Id.Length + 1)..]);
    }

    private static CheckupRequest Changed(CheckupRequest request, Func<CheckupRequest, CheckupRequest>? change) => change?.Invoke(request) ?? request;

    private static CheckupRequest Request(EvidenceRoot root, string database) => new()
    {
        Root = root,
        Database = database,
        Techniques = new TechniqueTable(),
        Now = Now,
        IsPrivileged = true,
    };
}
