using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class AuditLogFilesTests : IDisposable
{
    private readonly string top = Directory.CreateTempSubdirectory("audit-").FullName;
    private readonly string folder;
    private readonly EvidenceRoot root;

    public AuditLogFilesTests()
    {
        folder = Directory.CreateDirectory(Path.Combine(top, "var/log/audit")).FullName;
        root = new EvidenceRoot(top);
    }

    public void Dispose()
    {
        root.Dispose();
        Directory.Delete(top, recursive: true);
    }

    [Fact]
    public void A_rotated_set_is_read_from_the_highest_number_down()
    {
        foreach (var name in (string[])["audit.log", "audit.log.1", "audit.log.2", "audit.log.10", "audit.log.gz", "audit.log.1.xz", "audit.log.01", "other.log"])
            File.WriteAllText(Path.Combine(folder, name), name);

        using var files = AuditLogFiles.Under(root);

        Assert.Equal(["audit.log.10", "audit.log.2", "audit.log.1", "audit.log"], files.Select(file => Path.GetFileName(file.Name)));
    }

    [Fact]
    public void A_log_that_a_rotation_renamed_between_two_looks_is_read_once()
    {
        File.WriteAllText(Path.Combine(folder, "audit.log"), "type=SYSCALL msg=audit(1.002:3): a=b\n");
        File.WriteAllText(Path.Combine(folder, "audit.log.1"), "type=SYSCALL msg=audit(1.002:3): a=b\n");

        using var files = AuditLogFiles.Under(root);

        Assert.Single(files);
        Assert.Equal(0, files[0].Content.Position);
    }

    [Fact]
    public void A_log_that_two_rotations_renamed_between_two_looks_keeps_its_place()
    {
        File.WriteAllText(Path.Combine(folder, "audit.log"), "type=SYSCALL msg=audit(1.002:3): a=b\n");
        File.WriteAllText(Path.Combine(folder, "audit.log.1"), "type=SYSCALL msg=audit(1.003:4): a=b\n");
        File.WriteAllText(Path.Combine(folder, "audit.log.2"), "type=SYSCALL msg=audit(1.002:3): a=b\n");

        using var files = AuditLogFiles.Under(root);

        Assert.Equal(["audit.log.2", "audit.log.1"], files.Select(file => Path.GetFileName(file.Name)));
    }

    [Fact]
    public void An_empty_log_says_nothing()
    {
        File.WriteAllText(Path.Combine(folder, "audit.log"), "");

        using var files = AuditLogFiles.Under(root);

        Assert.Empty(files);
    }

    [Fact]
    public async Task A_pipe_in_place_of_a_log_does_not_hold_up_the_reader()
    {
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", Path.Combine(folder, "audit.log")))
            await mkfifo.WaitForExitAsync();

        using var files = await Task.Run(() => AuditLogFiles.Under(root)).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Empty(files);
    }

    [Fact]
    public void No_folder_is_no_logs()
    {
        Directory.Delete(folder);

        using var files = AuditLogFiles.Under(root);

        Assert.Empty(files);
    }

    [Fact]
    public void A_named_log_that_is_not_there_is_an_error()
    {
        var path = Path.Combine(folder, "none");

        var error = Assert.Throws<CannotCheckException>(() => AuditLogFile.Open(path, default));

        Assert.Equal($"no such audit log: {path}", error.Message);
    }

    [Fact]
    public void A_folder_is_no_log() =>
        Assert.Equal($"cannot open audit log: {folder}", Assert.Throws<CannotCheckException>(() => AuditLogFile.Open(folder, default)).Message);
}
