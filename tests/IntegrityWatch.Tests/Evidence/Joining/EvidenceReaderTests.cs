using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;

namespace IntegrityWatch.Tests.Evidence.Joining;

/// <summary>On what real kernels and a real auditd wrote; the truth stands in tests/captures/SCENARIO.md.</summary>
public class EvidenceReaderTests
{
    private const string List = "sys/kernel/security/ima/binary_runtime_measurements";

    [Fact]
    public void A_real_intrusion_is_told_with_its_processes()
    {
        var evidence = Read("rocke/after");

        var java = Of(evidence, "/tmp/java");
        Assert.Equal("1ba2904f0c6478c8d8f65d62e43cf87b0c5d57757c5c27b0a35745cea6d13c4d", java.Digest.Hex);
        Assert.Equal(EvidenceSources.Ima | EvidenceSources.Audit, java.Sources);
        Assert.Equal((33u, 0u), (java.FirstProcess!.Uid!.Value, java.FirstProcess.Euid!.Value));
        Assert.Equal("www-data", java.FirstProcess.User);
        Assert.Equal("6b5a609c544473d7c94a71b5a33fc66523fd5d17ba07e3eaf7ac2a8dbaf973f9", Of(evidence, "memfd:kthreadd").Digest.Hex);
        Assert.Equal("/tmp/watchdogs", Of(evidence, "/usr/sbin/netdns").FirstProcess!.ParentExe.ToString());
        Assert.Equal(2, evidence.Observations.Count(seen => seen.Path == HostPath.Of("/usr/bin/ps")));
    }

    [Fact]
    public void A_name_with_a_space_is_told_once_and_truly()
    {
        var evidence = Read("rocke/after");

        Assert.Equal(EvidenceSources.Ima | EvidenceSources.Audit, Of(evidence, "/opt/app/my tool").Sources);
        Assert.DoesNotContain(evidence.Observations, seen => seen.Path == HostPath.Of("/opt/app/my_tool"));
    }

    [Fact]
    public void Names_that_look_alike_in_the_list_are_told_apart()
    {
        var evidence = Read("names/after");

        Assert.StartsWith("c4a79d06", Of(evidence, "/opt/names/my tool").Digest.Hex, StringComparison.Ordinal);
        Assert.StartsWith("17e2bb8e", Of(evidence, "/opt/names/my_tool").Digest.Hex, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr/bin/forged")]
    [InlineData("forged")]
    public void A_forged_line_is_nobodys_evidence(string forged) =>
        Assert.DoesNotContain(Read("names/after").Observations, seen => seen.Path == HostPath.Of(forged));

    [Fact]
    public void Violations_of_a_real_kernel_have_their_causes()
    {
        var evidence = Read("violation/after");

        var violations = evidence.Incidents.Where(incident => incident.Kind == FindingKind.Violation)
            .ToDictionary(incident => incident.Path.ToString(), incident => incident.Cause);
        Assert.Equal("open_writers", violations["/srv/data/writer"]);
        Assert.Equal("open_writers", violations["/usr/local/lib/busy.so"]);
        Assert.Equal("ToMToU", violations["/usr/local/lib/late.so"]);
        Assert.Contains("/srv/data/tomtou", violations.Keys);
        Assert.Equal("/srv/data/direct",
            Assert.Single(evidence.Incidents, incident => incident.Kind == FindingKind.Unmeasurable).Path.ToString());
    }

    [Fact]
    public void A_list_is_read_on_from_where_it_was_read_to()
    {
        var before = Read("rocke/before");
        var after = Read("rocke/after", before);
        var whole = Read("rocke/after");

        Assert.Equal(before.ListId, after.ListId);
        Assert.True(after.List!.Resumed);
        Assert.Empty(after.List.Problems);
        Assert.Equal(whole.List!.Entries, after.List.Entries);
        Assert.Equal(whole.List.Entries - before.List!.Entries, after.List.NewEntries);
        Assert.Equal(whole.List.Position.PrefixDigest, after.List.Position.PrefixDigest);
        Assert.Equal(Of(whole, "/tmp/java").ListEntry, Of(after, "/tmp/java").ListEntry);
        Assert.Equal(0, Of(after, "/usr/bin/perl").ListEntry);
    }

    [Fact]
    public void A_list_that_was_read_to_its_end_has_nothing_new()
    {
        var first = Read("rocke/after");
        var again = Read("rocke/after", first);

        Assert.True(again.List!.Resumed);
        Assert.Equal((first.List!.Entries, 0L), (again.List.Entries, again.List.NewEntries));
        Assert.Equal(first.List.Position.Bytes, again.List.Position.Bytes);
        Assert.DoesNotContain(again.Incidents, incident => incident.Sources != EvidenceSources.Audit);
    }

    [Theory]
    [InlineData("rocke/after", "rocke/before")]
    [InlineData("ordinary/after", "rocke/after")]
    public void A_list_that_is_shorter_or_another_in_the_same_boot_is_read_anew_and_was_tampered_with(string before, string now)
    {
        var evidence = Read(now, Read(before) with { ListId = Read(now).ListId });

        Assert.False(evidence.List!.Resumed);
        Assert.Matches("^the list (shrank|changed) within this boot: .* [0-9]+ entries|up to entry [0-9]+",
            Assert.Single(evidence.Incidents, incident => incident.Kind == FindingKind.ListTampered).Cause);
        Assert.Equal(Read(now).Observations.Count, evidence.Observations.Count);
    }

    [Fact]
    public void The_same_evidence_says_the_same_whenever_it_is_read()
    {
        var first = Read("rocke/after");
        var again = Read("rocke/after");

        Assert.Equal(first.TakenAt, again.TakenAt);
        Assert.Equal(first.Observations, again.Observations);
    }

    [Fact]
    public void That_the_roots_list_is_missing_is_told_unless_it_is_left_out()
    {
        using var folder = new TemporaryFolder();
        using var root = new EvidenceRoot(folder.Path);

        var evidence = Read(new EvidenceRequest { Root = root });

        Assert.Null(evidence.List);
        Assert.Equal($"no measurement list: {folder[List]}", evidence.ListFault!.Message);
        Assert.Contains("--no-ima", evidence.ListFault.Hint, StringComparison.Ordinal);
        Assert.Null(Read(new EvidenceRequest { Root = root, WithoutList = true }).ListFault);
    }

    [Fact]
    public void Without_the_log_the_list_tells_alone()
    {
        using var root = new EvidenceRoot(Captures.Root("rocke/after"));

        var evidence = Read(new EvidenceRequest { Root = root, WithoutAudit = true });

        Assert.Null(evidence.Audit);
        Assert.All(evidence.Observations, seen => Assert.Equal((EvidenceSources.Ima, null), (seen.Sources, seen.FirstProcess)));
        Assert.True(Of(evidence, "/opt/app/my_tool").PathMayHoldSpaces);
    }

    [Fact]
    public void Without_the_list_the_log_tells_alone()
    {
        using var root = new EvidenceRoot(Captures.Root("rocke/after"));

        var evidence = Read(new EvidenceRequest { Root = root, WithoutList = true });

        Assert.Null(evidence.List);
        Assert.Equal(EvidenceSources.Audit, Of(evidence, "/tmp/java").Sources);
    }

    [Fact]
    public void What_only_the_disk_could_tell_is_of_now_and_what_sources_tell_of_their_time()
    {
        using var root = new EvidenceRoot(Captures.Root("rocke/after"));

        Assert.InRange(Read(new EvidenceRequest { Root = root, WithoutList = true, WithoutAudit = true }).TakenAt,
            DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        var logged = Read(new EvidenceRequest { Root = root, WithoutList = true });
        Assert.Equal(logged.Audit!.LatestRecord, logged.TakenAt);
    }

    [Fact]
    public void What_the_list_alone_tells_is_of_when_it_was_written()
    {
        using var folder = new TemporaryFolder();
        folder.Write(List, File.ReadAllBytes(Path.Combine(Captures.Root("rocke/after"), List)));
        File.SetLastWriteTimeUtc(folder[List], Some.Time.UtcDateTime);
        using var root = new EvidenceRoot(folder.Path);

        Assert.Equal(Some.Time, Read(new EvidenceRequest { Root = root, WithoutAudit = true }).TakenAt);
    }

    [Fact]
    public void What_stands_in_the_kernel_s_place_and_is_not_the_kernel_s_is_named_and_holds_until_it_is_gone()
    {
        using var folder = new TemporaryFolder();
        using var root = new EvidenceRoot(folder.Path);
        Assert.Null(KernelSources.Missing(root, "boot"));
        folder.Write(List, "a list");
        folder.Write("proc/sys/kernel/random/boot_id", "boot");

        var missing = KernelSources.Missing(root, "boot")!;

        // The folder, the list in it, and the boot id.
        Assert.Equal((FindingKind.EvidenceGap, EvidenceGapCause.SourcesNotKernels, 3L, true), (missing.Kind, missing.Gap, missing.Count, missing.Persists));
        Assert.Contains("boot_id is on no proc", missing.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_list_and_log_tell_the_same_as_the_roots()
    {
        var folder = Captures.Root("rocke/after");
        using var root = new EvidenceRoot(folder);

        var evidence = Read(new EvidenceRequest
        {
            Root = root, ListFile = Path.Combine(folder, List), AuditFiles = [Path.Combine(folder, "var/log/audit/audit.log")],
        });

        Assert.Equal(Read("rocke/after").Observations, evidence.Observations);
    }

    [Fact]
    public void The_ASCII_form_is_read_where_there_is_no_other_and_told_to_be_weaker()
    {
        using var folder = AsciiOnly("rocke/after", List.Replace("binary", "ascii", StringComparison.Ordinal));
        using var root = new EvidenceRoot(folder.Path);

        var evidence = Read(new EvidenceRequest { Root = root });

        Assert.Equal("ascii", evidence.List!.Format);
        Assert.Contains(evidence.List.Problems, problem => problem.Contains("weaker", StringComparison.Ordinal));
        Assert.Equal(Read("rocke/after").List!.Entries, evidence.List.Entries);
    }

    [Fact]
    public void An_ASCII_list_with_a_line_that_does_not_verify_was_tampered_with_and_the_line_is_no_observation()
    {
        using var folder = AsciiOnly("rocke/after", List.Replace("binary", "ascii", StringComparison.Ordinal));
        var list = folder[List.Replace("binary", "ascii", StringComparison.Ordinal)];
        File.AppendAllText(list, $"10 {new string('b', 40)} ima-sig sha256:{new string('a', 64)} /usr/bin/forged \n");
        using var root = new EvidenceRoot(folder.Path);

        var evidence = Read(new EvidenceRequest { Root = root });

        Assert.Contains("entry 94", Assert.Single(evidence.Incidents, incident => incident.Kind == FindingKind.ListTampered).Cause);
        Assert.DoesNotContain(evidence.Observations, seen => seen.Path == HostPath.Of("/usr/bin/forged"));
    }

    [Fact]
    public void Of_a_list_that_is_cut_short_it_is_told_and_what_the_log_says_stays()
    {
        using var folder = new TemporaryFolder();
        var list = File.ReadAllBytes(Path.Combine(Captures.Root("rocke/after"), List));
        folder.Write(List, list[..^7]);
        using var root = new EvidenceRoot(folder.Path);

        var evidence = Read(new EvidenceRequest { Root = root });

        Assert.Null(evidence.List);
        Assert.NotNull(evidence.ListFault);
        Assert.Null(evidence.AuditFault);
    }

    [Fact]
    public void A_list_that_the_user_named_and_that_cannot_be_read_is_their_mistake()
    {
        using var folder = new TemporaryFolder();
        using var root = new EvidenceRoot(folder.Path);

        Assert.Throws<CannotCheckException>(() => Read(new EvidenceRequest { Root = root, ListFile = folder["no-list"] }));
        Assert.Throws<CannotCheckException>(() => Read(new EvidenceRequest { Root = root, WithoutList = true, AuditFiles = [folder["no-log"]] }));
    }

    [Fact]
    public void A_log_that_cannot_be_read_is_told_and_what_the_list_says_stays()
    {
        using var folder = new TemporaryFolder();
        folder.Write(List, File.ReadAllBytes(Path.Combine(Captures.Root("rocke/after"), List)));
        Directory.CreateDirectory(folder["var/log/audit"]);
        File.WriteAllBytes(folder["var/log/audit/audit.log"], [0x7f, .. "ELF\0\0\0\0"u8, .. new byte[64]]);
        using var root = new EvidenceRoot(folder.Path);

        var evidence = Read(new EvidenceRequest { Root = root });

        Assert.NotNull(evidence.AuditFault);
        Assert.NotEmpty(evidence.Observations);
        Assert.NotNull(evidence.List);
    }

    [Fact]
    public void Who_waits_no_longer_is_obeyed()
    {
        using var root = new EvidenceRoot(Captures.Root("rocke/after"));

        Assert.Throws<OperationCanceledException>(() =>
            new EvidenceReader(new EvidenceRequest { Root = root }, new FixedMemory(null), new CancellationToken(canceled: true)).Read());
    }

    private static TemporaryFolder AsciiOnly(string capture, string list)
    {
        var folder = new TemporaryFolder();
        folder.Write(list, File.ReadAllBytes(Path.Combine(Captures.Root(capture), list)));
        return folder;
    }

    private static Observation Of(EvidenceSnapshot evidence, string path) =>
        Assert.Single(evidence.Observations, seen => seen.Path == HostPath.Of(path));

    private static EvidenceSnapshot Read(string capture, EvidenceSnapshot? before = null)
    {
        using var root = new EvidenceRoot(Captures.Root(capture));
        return Read(new EvidenceRequest { Root = root }, before);
    }

    private static EvidenceSnapshot Read(EvidenceRequest request, EvidenceSnapshot? before = null) =>
        new EvidenceReader(request, new FixedMemory(before), CancellationToken.None).Read();
}
