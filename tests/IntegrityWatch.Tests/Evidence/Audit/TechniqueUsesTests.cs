using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit;

public class TechniqueUsesTests
{
    private readonly TechniqueUses uses = new(NamedTechniques.Instance);

    [Fact]
    public void A_flood_of_one_technique_hides_no_other_and_is_told_to_be_one()
    {
        for (var i = 0; i < 10_000; i++)
            Add("T1140", $"/tmp/f{i}");
        Add("T1574.006", "/etc/ld.so.preload", user: 0);

        var incidents = uses.Incidents.ToList();

        Assert.InRange(incidents.Count, 100, 3000);
        Assert.Contains(incidents, incident => incident.Path.ToString() == "/etc/ld.so.preload");
        Assert.Single(incidents, incident => incident.Kind == FindingKind.EvidenceGap);
        Assert.Equal(10_001, incidents.Where(incident => incident.Kind == FindingKind.Technique).Sum(incident => incident.Count));
    }

    [Fact]
    public void A_flood_by_one_user_hides_nothing_that_another_does()
    {
        for (var i = 0; i < 1000; i++)
            Add("T1053.003", $"/etc/cron.d/f{i}");
        Add("T1053.003", "/etc/cron.d/root", user: 0);

        Assert.Contains(uses.Incidents, incident => incident.Path.ToString() == "/etc/cron.d/root");
    }

    [Fact]
    public void What_users_fail_to_do_with_ever_new_programs_takes_no_room_from_what_is_done()
    {
        for (var i = 0; i < 3000; i++)
            Add("T1574.006", "/etc/ld.so.preload", exe: $"/tmp/f{i}", success: false, user: 1000u + (uint)(i % 30));
        Add("T1574.006", "/etc/ld.so.preload", user: 0, exe: "/usr/bin/dash");
        Add("T1574.006", "/etc/ld.so.preload", user: 0, exe: "/usr/bin/dash", success: false);
        Add("T1574.006", "/etc/ld.so.preload", user: 33, exe: "/usr/bin/perl");

        var apart = uses.Incidents.Where(incident => !incident.Path.IsEmpty).ToList();
        Assert.Equal(["/usr/bin/dash", "/usr/bin/dash", "/usr/bin/perl"], apart.Select(incident => $"{incident.Process!.Exe}").Where(exe => !exe.StartsWith("/tmp", StringComparison.Ordinal)));
        Assert.InRange(apart.Count, 100, 2003);
    }

    [Fact]
    public void One_user_who_fails_with_ever_new_programs_takes_one_actors_room()
    {
        for (var i = 0; i < 3000; i++)
            Add("T1574.006", "/etc/ld.so.preload", exe: $"/tmp/f{i}", success: false);

        Assert.Equal(200, uses.Incidents.Count(incident => !incident.Path.IsEmpty));
        Assert.Equal(2800, Assert.Single(uses.Incidents, incident => incident is { Path.IsEmpty: true, Kind: FindingKind.Technique }).Count);
    }

    [Fact]
    public void The_same_technique_object_and_actor_are_counted()
    {
        Add("T1140", "/usr/bin/curl");
        Add("T1140", "/usr/bin/curl");
        Add("T1140", "/usr/bin/curl", user: 0);

        Assert.Equal([2L, 1L], uses.Incidents.Select(incident => incident.Count));
    }

    /// <summary>Of the first thousand keys it is remembered what they tell of, and of the others it is asked each time.</summary>
    [Fact]
    public void A_key_tells_of_what_is_said_of_it_however_many_keys_there_are()
    {
        for (var i = 0; i < 1200; i++)
            Add($"T1140-{i}", "/usr/bin/curl");
        Add("T1140-0", "/usr/bin/curl");
        Add("T1140-1199", "/usr/bin/curl");
        Add("another", "/usr/bin/curl");

        Assert.Equal(1202, uses.Events);
    }

    [Theory]
    [InlineData("curl -s https://example.org", "curl", "-s", "https://example.org")]
    [InlineData("sh -c 'a b'", "sh", "-c", "a b")]
    [InlineData("echo ''", "echo", "")]
    [InlineData("echo 'it'\\''s'", "echo", "it's")]
    [InlineData("echo 'a\"b' 'a\\b' 'a\tb'", "echo", "a\"b", "a\\b", "a\tb")]
    public void Arguments_are_told_apart_as_a_shell_would_have_them(string told, params string[] arguments)
    {
        uses.Add(new AuditEvent
        {
            Stamp = new AuditStamp(null, 0, 1),
            Boot = 0,
            Process = Some.Process(),
            Syscall = new AuditSyscall { Process = Some.Process(), Keys = ["T1140"], Success = true },
            Argv = arguments,
        }, Some.Process());

        Assert.Equal(told, Assert.Single(uses.Incidents).Process!.Command);
    }

    [Fact]
    public void What_is_made_is_the_object_before_what_is_used_removed_or_only_its_folder()
    {
        string[] sorts = ["PARENT", "UNKNOWN", "DELETE", "NORMAL", "CREATE"];
        for (var count = 1; count <= sorts.Length; count++)
            uses.Add(new AuditEvent
            {
                Stamp = new AuditStamp(null, 0, 1),
                Boot = 0,
                Process = Some.Process(),
                Syscall = new AuditSyscall { Process = Some.Process(), Keys = ["T1140"], Success = true },
                Paths = [.. sorts[..count].Select(sort => new AuditPath(HostPath.Of($"/x/{sort}"), sort))],
            }, Some.Process());

        Assert.Equal(["/x/PARENT", "/x/UNKNOWN", "/x/DELETE", "/x/NORMAL", "/x/CREATE"], uses.Incidents.Select(incident => incident.Path.ToString()));
    }

    private void Add(string key, string path, uint user = 1000, string exe = "/usr/bin/bash", bool success = true) => uses.Add(
        new AuditEvent
        {
            Stamp = new AuditStamp(null, 0, 1),
            Boot = 0,
            Process = Some.Process(user: user),
            Syscall = new AuditSyscall { Process = Some.Process(user: user), Keys = [key], Success = success },
            Paths = [new AuditPath(HostPath.Of(path), "CREATE")],
        },
        Some.Process(user: user) with { Exe = HostPath.Of(exe) });
}
