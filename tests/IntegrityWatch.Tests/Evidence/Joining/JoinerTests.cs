using IntegrityWatch.Evidence.Audit.Actors;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Tests.Evidence.Joining;

public sealed class JoinerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Joiner joiner = new();
    private readonly NoContainerRules rules = NoContainerRules.Instance;
    private readonly LoggedUses logged;
    private readonly ListedUses listed;
    private long entries;
    private uint serial;

    public JoinerTests()
    {
        folder.Write("etc/passwd", "deploy:x:1000:1000\n");
        using var root = new EvidenceRoot(folder.Path);
        logged = new LoggedUses(joiner, UserNames.Of(root), new UseOrigins(rules, ContainerMounts.Of(root, rules, [])), new ProgramContents(FixedMemory.None), IntegrityWatch.Evidence.Audit.NamedTechniques.Instance);
        listed = new ListedUses(joiner, keys: null, Some.Boot);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_both_tell_is_one_observation_with_the_process()
    {
        Audited("/usr/bin/some", Some.DigestA);
        Listed("/usr/bin/some", Some.DigestA);

        var seen = Assert.Single(joiner.Observations());
        Assert.Equal(EvidenceSources.Ima | EvidenceSources.Audit, seen.Sources);
        Assert.Equal(4242, seen.FirstProcess!.Pid);
        Assert.Equal(1, seen.ListEntry);
    }

    [Fact]
    public void A_space_that_the_list_hides_is_told_by_audit()
    {
        Audited("/opt/my tool", Some.DigestA);
        Listed("/opt/my_tool", Some.DigestA);

        var seen = Assert.Single(joiner.Observations());
        Assert.Equal("/opt/my tool", seen.Path.ToString());
        Assert.False(seen.PathMayHoldSpaces);
    }

    [Fact]
    public void Two_true_names_that_look_alike_in_the_list_are_told_apart_by_their_digests()
    {
        Audited("/opt/my tool", Some.DigestA);
        Audited("/opt/my_tool", Some.DigestB);
        Listed("/opt/my_tool", Some.DigestA);
        Listed("/opt/my_tool", Some.DigestB);

        Assert.Equal([("/opt/my tool", Some.DigestA), ("/opt/my_tool", Some.DigestB)], Told());
    }

    [Fact]
    public void Two_true_names_with_one_digest_are_both_told()
    {
        Audited("/opt/my tool", Some.DigestA);
        Audited("/opt/my_tool", Some.DigestA);
        Listed("/opt/my_tool", Some.DigestA);

        Assert.Equal([("/opt/my tool", Some.DigestA), ("/opt/my_tool", Some.DigestA)], Told());
        Assert.All(joiner.Observations(), seen => Assert.Equal(EvidenceSources.Ima | EvidenceSources.Audit, seen.Sources));
    }

    [Fact]
    public void A_name_with_an_underscore_that_only_the_list_tells_may_hold_spaces()
    {
        Listed("/opt/my_tool", Some.DigestA);
        Listed("/opt/mytool", Some.DigestA);

        Assert.Equal([true, false], joiner.Observations().Select(seen => seen.PathMayHoldSpaces));
    }

    [Fact]
    public void Another_digest_than_the_lists_is_another_observation()
    {
        Audited("/usr/bin/some", Some.DigestB);
        Listed("/usr/bin/some", Some.DigestA);

        Assert.Equal([EvidenceSources.Ima, EvidenceSources.Audit], joiner.Observations().Select(seen => seen.Sources));
    }

    [Fact]
    public void What_only_audit_tells_comes_last_and_has_no_entry()
    {
        Audited("/usr/bin/audited", Some.DigestA);
        Listed("/usr/bin/listed", Some.DigestB);

        Assert.Equal([("/usr/bin/listed", Some.DigestB), ("/usr/bin/audited", Some.DigestA)], Told());
        Assert.Equal([1, 0], joiner.Observations().Select(seen => seen.ListEntry));
    }

    [Fact]
    public void A_file_that_is_entered_twice_is_one_observation_with_the_latest_entry()
    {
        Listed("/usr/bin/some", Some.DigestA);
        Listed("/usr/bin/some", Some.DigestB);
        Listed("/usr/bin/some", Some.DigestA);

        Assert.Equal([3, 2], joiner.Observations().Select(seen => seen.ListEntry));
    }

    [Fact]
    public void The_first_and_the_latest_process_are_by_the_kernels_numbers_and_neither_by_the_clock_nor_by_the_logs_order()
    {
        Audited("/usr/bin/some", Some.DigestA, Some.Process(Some.Time.AddMinutes(5)) with { Pid = 2 }, number: 20);
        Audited("/usr/bin/some", Some.DigestA, Some.Process(Some.Time.AddYears(9)) with { Pid = 1 }, number: 10);
        Audited("/usr/bin/some", Some.DigestA, Some.Process(Some.Time.AddHours(-1)) with { Pid = 3 }, number: 30);

        var seen = Assert.Single(joiner.Observations());
        Assert.Equal((1, 3), (seen.FirstProcess!.Pid, seen.LatestProcess!.Pid));
        Assert.Equal((30u, Some.Time.AddHours(-1)), (seen.LastLogged!.Value.Serial, seen.LastLogged.Value.Time));
    }

    [Fact]
    public void A_later_boots_use_is_the_latest_though_its_number_is_lower()
    {
        Audited("/usr/bin/some", Some.DigestA, Some.Process() with { Pid = 1 }, number: 500);
        Audited("/usr/bin/some", Some.DigestA, Some.Process() with { Pid = 2 }, number: 5, boot: 1);

        var seen = Assert.Single(joiner.Observations());
        Assert.Equal((1, 2, 1L), (seen.FirstProcess!.Pid, seen.LatestProcess!.Pid, seen.LastLogged!.Value.Boot));
    }

    [Fact]
    public void A_user_without_a_name_gets_the_hosts()
    {
        Audited("/usr/bin/a", Some.DigestA, Some.Process() with { User = null });
        Audited("/usr/bin/b", Some.DigestA, Some.Process() with { User = "enriched" });
        Audited("/usr/bin/c", Some.DigestA, Some.Process(user: 7) with { User = null });

        Assert.Equal(["deploy", "enriched", null], joiner.Observations().Select(seen => seen.FirstProcess!.User));
    }

    [Fact]
    public void A_digest_of_zeros_in_the_log_is_no_digest()
    {
        Audited("/usr/bin/some", new Digest("sha256", new byte[32]));

        Assert.Empty(joiner.Observations());
    }

    [Theory]
    [InlineData(MeasurementKind.BootAggregate)]
    [InlineData(MeasurementKind.Buffer)]
    [InlineData(MeasurementKind.Opaque)]
    public void What_is_no_file_is_no_observation(MeasurementKind kind)
    {
        Listed("boot_aggregate", Some.DigestA, kind);

        Assert.Empty(joiner.Observations());
        Assert.Empty(joiner.Incidents());
    }

    [Fact]
    public void Violations_are_counted_and_audit_says_why_and_by_whom()
    {
        AuditedViolation("/srv/my data", "ToMToU");
        Listed("/srv/my_data", Zero, MeasurementKind.Violation);
        Listed("/srv/my_data", Zero, MeasurementKind.Violation);

        var incident = Assert.Single(joiner.Incidents());
        Assert.Equal((FindingKind.Violation, "/srv/my data", 2L, "ToMToU"),
            (incident.Kind, incident.Path.ToString(), incident.Count, incident.Cause));
        Assert.Equal(EvidenceSources.Ima | EvidenceSources.Audit, incident.Sources);
        Assert.Equal("deploy", incident.Process!.User);
        Assert.Empty(joiner.Observations());
    }

    [Fact]
    public void A_violation_that_audit_does_not_tell_of_has_no_cause()
    {
        Listed("/srv/data", Zero, MeasurementKind.Violation);

        var incident = Assert.Single(joiner.Incidents());
        Assert.Equal(EvidenceSources.Ima, incident.Sources);
        Assert.Null(incident.Cause);
    }

    [Fact]
    public void A_file_that_could_not_be_hashed_is_no_violation_whatever_audit_says_of_its_path()
    {
        AuditedViolation("/srv/data", "ToMToU");
        Listed("/srv/data", Zero, MeasurementKind.Unmeasurable);

        var incident = Assert.Single(joiner.Incidents(), incident => incident.Sources == EvidenceSources.Ima);
        Assert.Equal(FindingKind.Unmeasurable, incident.Kind);
        Assert.Null(incident.Cause);
    }

    [Fact]
    public void What_audit_tells_of_before_a_later_use_of_its_sort_that_is_listed_should_be_listed_too()
    {
        Audited("/usr/bin/first", Some.DigestA, Some.Process(Some.Time));
        Audited("/usr/bin/later", Some.DigestB, Some.Process(Some.Time.AddSeconds(1)));
        Listed("/usr/bin/later", Some.DigestB);

        Assert.True(Assert.Single(joiner.Observations(), seen => seen.Path == HostPath.Of("/usr/bin/first")).ShouldBeListed);
    }

    [Theory]
    [InlineData("/dev/shm/later", 1000u, 11u)]
    [InlineData("/usr/bin/later", 0u, 11u)]
    [InlineData("/usr/bin/later", 1000u, 9u)]
    public void Another_file_system_another_user_or_an_earlier_use_says_nothing_of_what_should_be_listed(string path, uint user, uint number)
    {
        Audited("/usr/bin/first", Some.DigestA, Some.Process(Some.Time), number: 10);
        Audited(path, Some.DigestB, Some.Process(Some.Time.AddSeconds(1), user), number);
        Listed(path, Some.DigestB);

        Assert.False(Assert.Single(joiner.Observations(), seen => seen.Path == HostPath.Of("/usr/bin/first")).ShouldBeListed);
    }

    [Fact]
    public void An_earlier_boots_use_is_not_missing_from_this_boots_list_though_its_number_is_lower()
    {
        Audited("/usr/bin/first", Some.DigestA, number: 10);
        Audited("/usr/bin/later", Some.DigestB, number: 11, boot: 1);
        Listed("/usr/bin/later", Some.DigestB);

        Assert.False(Assert.Single(joiner.Observations(), seen => seen.Path == HostPath.Of("/usr/bin/first")).ShouldBeListed);
    }

    [Fact]
    public void A_violation_that_only_the_log_tells_of_is_told_beside_those_of_the_list()
    {
        AuditedViolation("/srv/gone", "open_writers");
        AuditedViolation("/srv/my data", "ToMToU");
        Listed("/srv/my_data", Zero, MeasurementKind.Violation);

        Assert.Equal(
            [(EvidenceSources.Ima | EvidenceSources.Audit, "/srv/my data"), (EvidenceSources.Audit, "/srv/gone")],
            joiner.Incidents().Select(incident => (incident.Sources, incident.Path.ToString())));
        Assert.All(joiner.Incidents(), incident => Assert.NotNull(incident.Logged));
    }

    [Fact]
    public void A_file_that_bears_the_name_of_the_boot_aggregate_is_a_file()
    {
        Listed("/usr/bin/some", Some.DigestA);
        Audited("boot_aggregate", Some.DigestB);
        Listed("boot_aggregate", Some.DigestB, MeasurementKind.BootAggregate);

        Assert.Contains(("boot_aggregate", Some.DigestB), Told());
        Assert.Equal(0, listed.TakenOver);
    }

    [Theory]
    [InlineData("the boot's own begins with it", 2, false, true)]
    [InlineData("the boot's own begins with a later one", 3, false, false)]
    [InlineData("no boot was ever seen", 1, true, false)]
    [InlineData("no boot was ever seen, and it is the same again", 1, true, true)]
    [InlineData("it is the same again within a boot", 1, false, false)]
    public void A_later_boot_aggregate_is_a_file_but_where_a_kernel_took_over(string when, long begins, bool isFirst, bool isKernels)
    {
        var uses = new ListedUses(joiner, keys: null, "list") { Begins = begins, MayBeginAgain = isFirst };
        var isSame = when.Contains("same again", StringComparison.Ordinal);
        foreach (var digest in (Digest[])[Some.DigestA, isSame ? Some.DigestA : Some.DigestB])
            uses.Add(Entry("boot_aggregate", digest, MeasurementKind.BootAggregate), ++entries);

        Assert.Equal(isKernels ? 1 : 0, uses.TakenOver);
        Assert.Equal(isKernels ? [] : [("boot_aggregate", isSame ? Some.DigestA : Some.DigestB)], Told());
    }

    [Fact]
    public void What_a_kexec_carried_is_observed_as_carried_until_it_is_used_again()
    {
        var uses = new ListedUses(joiner, keys: null, "list") { Carried = 3, Begins = 4 };
        uses.Add(Entry("/usr/bin/a", Some.DigestA), 2);
        uses.Add(Entry("/usr/bin/b", Some.DigestB), 3);
        uses.Add(Entry("/usr/bin/gone", Zero, MeasurementKind.Violation), 3);
        uses.Add(Entry("boot_aggregate", Some.DigestB, MeasurementKind.BootAggregate), 4);
        uses.Add(Entry("/usr/bin/b", Some.DigestB), 5);

        Assert.Equal([("/usr/bin/a", true), ("/usr/bin/b", false)],
            joiner.Observations().Select(seen => (seen.Path.ToString(), seen.IsCarried)));
        Assert.Empty(joiner.Incidents());
    }

    [Fact]
    public void A_record_that_came_while_the_list_was_read_tells_the_true_name_of_its_entry()
    {
        Listed("/opt/my_tool", Some.DigestA);
        Listed("/usr/bin/other", Some.DigestB);
        joiner.IsListRead = true;
        Audited("/opt/my tool", Some.DigestA);

        var seen = Assert.Single(joiner.Observations(), seen => seen.Digest.Equals(Some.DigestA));
        Assert.Equal(("/opt/my tool", EvidenceSources.Ima | EvidenceSources.Audit, 1, false), (seen.Path.ToString(), seen.Sources, seen.ListEntry, seen.PathMayHoldSpaces));
        Assert.NotNull(seen.LastLogged);
        Assert.Equal(4242, seen.LatestProcess!.Pid);
        Assert.Contains(("/usr/bin/other", Some.DigestB), Told());
    }

    [Fact]
    public void A_use_that_came_while_the_list_was_read_is_not_held_against_the_list()
    {
        Audited("/usr/bin/later", Some.DigestB, Some.Process(Some.Time.AddSeconds(1)), number: 20);
        Listed("/usr/bin/later", Some.DigestB);
        joiner.IsListRead = true;
        Audited("/usr/bin/first", Some.DigestA, Some.Process(Some.Time), number: 10);

        var seen = Assert.Single(joiner.Observations(), seen => seen.Path == HostPath.Of("/usr/bin/first"));
        Assert.Equal((EvidenceSources.Audit, 0, false), (seen.Sources, seen.ListEntry, seen.ShouldBeListed));
    }

    [Fact]
    public void An_entry_that_an_earlier_record_named_is_no_other_names_that_comes_late()
    {
        Audited("/opt/my_tool", Some.DigestA);
        Listed("/opt/my_tool", Some.DigestA);
        joiner.IsListRead = true;
        Audited("/opt/my tool", Some.DigestA);

        Assert.Equal([("/opt/my_tool", 1L), ("/opt/my tool", 0L)], joiner.Observations().Select(seen => (seen.Path.ToString(), seen.ListEntry)));
    }

    [Fact]
    public void A_use_again_that_came_while_the_list_was_read_is_the_latest_of_the_joined_one()
    {
        Audited("/usr/bin/some", Some.DigestA, Some.Process(Some.Time), number: 10);
        Listed("/usr/bin/some", Some.DigestA);
        joiner.IsListRead = true;
        Audited("/usr/bin/some", Some.DigestA, Some.Process(Some.Time.AddSeconds(9)) with { Pid = 77 }, number: 30);

        var seen = Assert.Single(joiner.Observations());
        Assert.Equal((4242, 77, 30u, 1L), (seen.FirstProcess!.Pid, seen.LatestProcess!.Pid, seen.LastLogged!.Value.Serial, seen.ListEntry));
    }

    [Fact]
    public void The_first_entry_that_has_a_record_of_this_boot_is_known()
    {
        Audited("/usr/bin/old", Some.DigestA, number: 50);
        Audited("/usr/bin/b", Some.DigestB, number: 5, boot: 1);
        Audited("/usr/bin/c", Some.DigestC, number: 6, boot: 1);
        joiner.Boot = 1;
        Listed("/usr/bin/old", Some.DigestA);
        Listed("/usr/bin/none", Some.DigestB);
        Listed("/usr/bin/c", Some.DigestC);
        Listed("/usr/bin/b", Some.DigestB);

        Assert.Equal(3, joiner.FirstAudited);
    }

    [Fact]
    public void Before_which_use_of_its_sort_a_file_stands_is_asked_of_the_latest_one_whatever_their_order()
    {
        Audited("/usr/bin/latest", Some.DigestB, number: 30);
        Audited("/usr/bin/early", Some.DigestC, number: 10);
        Audited("/usr/bin/between", Some.DigestA, number: 20);
        Listed("/usr/bin/latest", Some.DigestB);
        Listed("/usr/bin/early", Some.DigestC);

        Assert.True(Assert.Single(joiner.Observations(), seen => seen.Path == HostPath.Of("/usr/bin/between")).ShouldBeListed);
    }

    private static Digest Zero => new("sha256", new byte[32]);

    private IEnumerable<(string, Digest)> Told() => joiner.Observations().Select(seen => (seen.Path.ToString(), seen.Digest));

    private void Listed(string name, Digest digest, MeasurementKind kind = MeasurementKind.File) => listed.Add(Entry(name, digest, kind), ++entries);

    private static MeasurementEntry Entry(string name, Digest digest, MeasurementKind kind = MeasurementKind.File) =>
        new()
        {
            Number = 0,
            Offset = 0,
            Pcr = 10,
            TemplateDigest = new byte[20],
            TemplateName = "ima-ng",
            TemplateData = default,
            Kind = kind,
            Name = HostPath.Of(name).Bytes,
            DigestAlgorithm = digest.Algorithm,
            FileDigest = digest.Value,
        };

    private void Audited(string path, Digest digest, ProcessInfo? process = null, uint? number = null, long boot = 0)
    {
        process ??= Some.Process();
        logged.Add(new AuditEvent
        {
            Stamp = Stamp(process) with { Serial = number ?? serial },
            Boot = boot,
            Process = process,
            IntegrityRules = [new AuditIntegrityRule { File = HostPath.Of(path), Digest = digest, Launcher = process }],
        });
    }

    [Theory]
    [InlineData(AuditRecordType.IntegrityData, "appraise_data", FindingKind.AppraisalFailed)]
    [InlineData(AuditRecordType.IntegrityData, "collect_data", null)]
    [InlineData(AuditRecordType.IntegrityPcr, "invalid_pcr", FindingKind.Violation)]
    [InlineData(AuditRecordType.IntegrityPcr, "other", null)]
    [InlineData(AuditRecordType.IntegrityStatus, "policy_update", null)]
    public void What_an_integrity_record_tells_of_is_by_its_type_and_what_was_done(AuditRecordType type, string op, FindingKind? kind)
    {
        var process = Some.Process() with { User = null };
        foreach (var cause in (string[])["completed", "failed"])
            logged.Add(new AuditEvent
            {
                Stamp = Stamp(process),
                Boot = 0,
                Process = process,
                Incidents = [new AuditIncident { Type = type, Op = op, Cause = cause, File = HostPath.Of("/srv/data"), Process = process }],
            });

        Assert.Equal(type == AuditRecordType.IntegrityStatus ? 1 : 0, logged.PolicyLoads);
        // A failed appraisal is told by its cause, a violation by its path.
        Assert.Equal(
            kind switch { null => [], FindingKind.AppraisalFailed => [("completed", 1L), ("failed", 1L)], _ => [("", 2L)] },
            joiner.Incidents().Select(incident => (incident.Subject, incident.Count)));
        Assert.All(joiner.Incidents(), incident => Assert.Equal((kind, "deploy", "/srv/data"), (incident.Kind, incident.Process!.User, incident.Path.ToString())));
    }

    private void AuditedViolation(string path, string cause)
    {
        var process = Some.Process() with { User = null };
        logged.Add(new AuditEvent
        {
            Stamp = Stamp(process),
            Boot = 0,
            Process = process,
            Incidents =
            [
                new AuditIncident
                {
                    Type = AuditRecordType.IntegrityPcr, Op = "invalid_pcr", Cause = cause, File = HostPath.Of(path), Process = process,
                },
            ],
        });
    }

    private AuditStamp Stamp(ProcessInfo process) => new(null, process.Time.ToUnixTimeMilliseconds(), ++serial);
}
