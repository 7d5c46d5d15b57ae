using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Tests.Evidence.Joining;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class UseOriginsTests : IDisposable
{
    private const string T1 = "1700000000.000:41";
    private const string T2 = "1700000001.000:42";
    private const string OfContainer = "dev=00:2c";
    private const string Label = "subj=containers-default-0.62.2";

    private readonly TemporaryFolder folder = new();
    private readonly UseOrigins origins;

    public UseOriginsTests()
    {
        folder.Write("proc/self/mountinfo", "27 1 254:0 / / rw - ext4 /dev/vda rw\n63 27 0:44 / /var/lib/containers/storage/x/merged rw - overlay overlay rw,lowerdir=/c/r\n");
        var rules = new ContainerRules(["/var/lib/containers/storage"], ["containers-default-*", "*:container_t:*"]);
        using var root = new EvidenceRoot(folder.Path);
        origins = new UseOrigins(rules, ContainerMounts.Of(root, rules, []));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_device_says_that_a_program_is_a_containers_and_the_system_calls_label_names_it()
    {
        var origin = Of([.. Exec(T1, device: OfContainer).Select((line, at) => at == 0 ? line.Replace(Label, "subj=crun", StringComparison.Ordinal) : line)]);

        Assert.Equal(("/var/lib/containers/storage", "containers-default-*"), (origin!.Mount!.Root, origin.Label));
    }

    [Theory]
    [InlineData("dev=fe:00")]
    [InlineData("dev=00:35")]
    public void A_label_with_another_device_is_a_claim(string device)
    {
        var origin = Of(Exec(T1, device: device));

        Assert.Equal((null, "containers-default-*"), (origin!.Mount, origin.Label));
    }

    [Fact]
    public void Neither_is_the_hosts() => Assert.Null(Of(Exec(T1, device: "dev=fe:00", label: "subj=unconfined")));

    [Fact]
    public void The_device_alone_is_enough()
    {
        var origin = Of(Exec(T1, device: OfContainer, label: "subj=unconfined"));

        Assert.Equal(("/var/lib/containers/storage", null), (origin!.Name, origin.Label));
    }

    [Fact]
    public void A_library_is_of_where_the_program_is_from_that_its_process_ran_last()
    {
        Of(Exec(T1, device: OfContainer));

        Assert.NotNull(Of(Map(T2, Label))!.Mount);
        // Another process with that number, of the host.
        Assert.Null(Of(Map(T2, "subj=unconfined")));
        Assert.Null(Of(Map(T2, Label, pid: 301))!.Mount);
    }

    [Fact]
    public void What_a_program_opens_on_its_start_is_not_where_the_program_is_from()
    {
        Of(Exec(T1, device: OfContainer));
        string[] script = [.. Exec(T2, device: "dev=fe:00").Select(line => line.StartsWith("type=INTEGRITY_RULE", StringComparison.Ordinal) || line.StartsWith("type=PATH", StringComparison.Ordinal)
            ? line.Replace("/tmp/java", "/srv/script", StringComparison.Ordinal) : line)];

        Assert.Null(Of(script)!.Mount);

        Assert.NotNull(Of(Map("1700000002.000:43", Label))!.Mount);
    }

    [Fact]
    public void The_record_that_names_the_file_counts_and_not_that_of_its_loader()
    {
        string[] lines = [.. Exec(T1, device: "dev=fe:00")[..^1], SomeLog.PathRecord(T1, "\"/lib64/ld-linux-x86-64.so.2\"").Replace("dev=fe:00", OfContainer, StringComparison.Ordinal), SomeLog.Proctitle(T1)];

        Assert.Null(Of(lines)!.Mount);
    }

    [Fact]
    public void A_folder_of_the_name_can_be_a_link()
    {
        var lines = Exec(T1, device: OfContainer).Select(line => line.StartsWith("type=PATH", StringComparison.Ordinal) ? line.Replace("/tmp/java", "/bin/java", StringComparison.Ordinal) : line);

        Assert.NotNull(Of([.. lines])!.Mount);
    }

    [Fact]
    public void A_program_that_starts_without_a_content_of_its_own_is_of_the_device_that_it_lies_on() =>
        Assert.NotNull(OfProcess([.. Exec(T1, device: OfContainer, label: "subj=unconfined", key: "\"T1059\"")[1..]])!.Mount);

    [Fact]
    public void A_host_s_process_that_touches_a_file_of_a_container_is_the_host_s()
    {
        string[] opened = [.. Exec(T1, device: OfContainer, label: "subj=unconfined", key: "\"T1059\"").Where(line =>
            !line.StartsWith("type=EXECVE", StringComparison.Ordinal) && !line.StartsWith("type=INTEGRITY", StringComparison.Ordinal))];

        Assert.Null(OfProcess(opened));
    }

    [Fact]
    public void A_process_of_which_only_the_label_says_something_is_of_that_label_and_one_with_none_is_the_host_s()
    {
        Assert.Equal((null, "containers-default-*"), OfProcess(Map(T1, Label)) is { } origin ? (origin.Mount, origin.Label) : default);
        Assert.Null(OfProcess(Map(T2, "subj=unconfined")));
    }

    private UseOrigin? OfProcess(string[] lines)
    {
        var (events, _) = SomeLog.Read(lines);
        return origins.OfProcess(Assert.Single(events));
    }

    private UseOrigin? Of(string[] lines)
    {
        var (events, _) = SomeLog.Read(lines);
        AuditEvent told = Assert.Single(events);
        return origins.Of(told, told.IntegrityRules[0]);
    }

    private static string[] Exec(string stamp, string device, string label = Label, string key = "(null)") =>
        [.. SomeLog.Exec(stamp, key: key).Select(line => line.Replace("dev=fe:00", device, StringComparison.Ordinal).Replace("subj=unconfined", label, StringComparison.Ordinal))];

    private static string[] Map(string stamp, string label, int pid = 300) =>
        [.. new[] { SomeLog.Rule(stamp, "\"/usr/lib/libc.so.6\"", pid), SomeLog.Syscall(stamp, pid), SomeLog.Proctitle(stamp) }
            .Select(line => line.Replace("subj=unconfined", label, StringComparison.Ordinal))];
}
