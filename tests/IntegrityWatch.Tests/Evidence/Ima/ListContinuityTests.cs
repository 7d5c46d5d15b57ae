using IntegrityWatch.Evidence;
using IntegrityWatch.Hosts;
using IntegrityWatch.Tests.Evidence.Joining;

namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>How a list goes on from what was read of it before. Two kernels: one that lets root drop entries, and one that does not.</summary>
public sealed class ListContinuityTests : IDisposable
{
    private readonly LookedAtHost looked = new();

    public ListContinuityTests() => Host.Release = "7.2.1-amd64";

    private SimulatedHost Host => looked.Host;

    public void Dispose() => looked.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void What_was_read_and_dropped_is_missing_nowhere(int dropped)
    {
        var before = looked.Look();
        Host.List.Drop(dropped);
        Use("/usr/local/bin/new", "new");

        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.True(evidence.List!.Verified);
        Assert.Equal((dropped, 1, true), (evidence.List.Dropped, evidence.List.NewEntries, evidence.List.Resumed));
        Assert.Contains($"{dropped} entries dropped after they were read", evidence.List.Problems);
        Assert.Equal(before.List!.Memory.Position.Entries + 1, Of(evidence, "/usr/local/bin/new").ListEntry);
        AssertNothingNew(looked.Look());
        Assert.Empty(OfList(looked.Verify()));
        Assert.True(looked.Verify().List!.Verified);
    }

    [Fact]
    public void A_list_that_lost_all_its_entries_after_they_were_read_is_whole()
    {
        looked.Look();
        Host.List.Drop(Host.List.Entries.Count);

        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.Equal((true, 0L, 0L), (evidence.List!.Verified, evidence.List.Entries, evidence.List.NewEntries));
        Assert.Equal(5, evidence.List.Files);
        Use("/usr/local/bin/new", "new");
        Assert.Equal(7, Of(looked.Look(), "/usr/local/bin/new").ListEntry);
    }

    [Fact]
    public void Entries_can_be_dropped_again_and_again()
    {
        looked.Look();
        foreach (var number in Enumerable.Range(1, 12))
        {
            Use($"/usr/local/bin/new{number}", $"new {number}");
            Host.List.Drop(1);

            var evidence = looked.Look();

            Assert.Empty(OfList(evidence));
            Assert.Equal((true, (long)number), (evidence.List!.Verified, evidence.List.Dropped));
            Assert.Equal(6 + number, Of(evidence, $"/usr/local/bin/new{number}").ListEntry);
        }
    }

    [Fact]
    public void A_head_that_is_gone_where_no_kernel_drops_was_tampered_with()
    {
        Host.Release = "6.12.57";
        looked.Look();
        Host.List.Drop(2);

        Assert.StartsWith("the list shrank within this boot: it held 6 entries", Tampered(looked.Look()), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_says_what_the_kernel_can_do_the_TPM_decides()
    {
        Host.Release = null;
        looked.Look();
        Host.List.Drop(2);

        Assert.Empty(OfList(looked.Look()));
    }

    [Fact]
    public void Without_a_TPM_and_any_word_of_the_kernel_a_head_that_is_gone_was_tampered_with()
    {
        Host.Release = null;
        Host.Banks = [];
        looked.Look();
        Host.List.Drop(2);

        Assert.StartsWith("the list shrank", Tampered(looked.Look()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7.2.0", true)]
    [InlineData("7.10-rc1", true)]
    [InlineData("8.0.0", true)]
    [InlineData("7.1.9", false)]
    [InlineData("6.20.0", false)]
    public void The_release_says_whether_entries_can_be_dropped(string release, bool canDrop)
    {
        Host.Release = release;
        looked.Look();
        Host.List.Drop(2);

        Assert.Equal(canDrop, OfList(looked.Look()).Count == 0);
    }

    [Fact]
    public void A_file_to_stage_entries_says_that_they_can_be_dropped()
    {
        Host.Release = "6.12.57";
        Directory.CreateDirectory(Path.Combine(Host.Root, "sys/kernel/security/ima"));
        File.WriteAllBytes(Path.Combine(Host.Root, "sys/kernel/security/ima/binary_runtime_measurements_staged"), []);
        looked.Look();
        Host.List.Drop(2);

        Assert.Empty(OfList(looked.Look()));
    }

    [Fact]
    public void What_was_dropped_unread_is_rebuilt_from_the_log_and_proved()
    {
        looked.Look();
        Use("/usr/local/bin/unread one", "unread");
        Host.Violate("/srv/data");
        Use("/usr/local/bin/other", "other");
        Host.List.Drop(9);
        Use("/usr/local/bin/left", "left");

        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.Equal((true, 3L, 9L), (evidence.List!.Verified, evidence.List.Rebuilt, evidence.List.Dropped));
        Assert.Contains(evidence.List.Problems, problem => problem.Contains("3 entries were dropped before they were read", StringComparison.Ordinal));
        Assert.Equal((7, EvidenceSources.Ima | EvidenceSources.Audit), (Of(evidence, "/usr/local/bin/unread one").ListEntry, Of(evidence, "/usr/local/bin/unread one").Sources));
        Assert.Equal([9L, 10L], [Of(evidence, "/usr/local/bin/other").ListEntry, Of(evidence, "/usr/local/bin/left").ListEntry]);
        AssertNothingNew(looked.Look());
    }

    [Fact]
    public void All_that_is_left_can_be_gone_and_rebuilt()
    {
        Host.List.Template = "ima-ng";
        Use("/usr/local/bin/first", "first");
        looked.Look();
        Use("/usr/local/bin/unread", "unread");
        Host.List.Drop(Host.List.Entries.Count);

        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.Equal((true, 1L), (evidence.List!.Verified, evidence.List.Rebuilt));
        Assert.Equal(8, Of(evidence, "/usr/local/bin/unread").ListEntry);
    }

    [Fact]
    public void What_nothing_tells_of_is_a_gap_and_the_next_look_goes_on_from_the_PCR_of_now()
    {
        looked.Look();
        Host.List.Measure("/usr/local/bin/unseen", [1, 2, 3]);
        Host.List.Drop(7);
        Use("/usr/local/bin/left", "left");

        var evidence = looked.Look();

        var gap = Assert.Single(OfList(evidence));
        Assert.Equal((EvidenceGapCause.EntriesDropped, true), (gap.Gap, gap.Persists));
        Assert.Null(evidence.List!.Verified);
        Assert.Equal(7, Of(evidence, "/usr/local/bin/left").ListEntry);
        Use("/usr/local/bin/next", "next");
        var next = looked.Look();
        Assert.Equal([EvidenceGapCause.EntriesDropped], OfList(next).Select(incident => incident.Gap));
        Assert.True(next.List!.Verified);
        Assert.Contains("nothing vouches", next.List.Verdict.Reason, StringComparison.Ordinal);
        Host.List.Tamper(Host.List.Entries.Count - 1, null);
        Use("/usr/local/bin/last", "last");
        Assert.Contains(OfList(looked.Look()), incident => incident.Kind == FindingKind.ListTampered);
    }

    [Fact]
    public void A_record_that_is_not_of_the_list_rebuilds_nothing()
    {
        looked.Look();
        Host.List.Measure("/usr/local/bin/unseen", [1, 2, 3]);
        Use("/usr/local/bin/told", "told");
        Host.List.Drop(8);
        Use("/usr/local/bin/left", "left");

        Assert.Equal([EvidenceGapCause.EntriesDropped], OfList(looked.Look()).Select(incident => incident.Gap));
    }

    [Theory]
    [InlineData(true, EvidenceGapCause.EntriesDroppedUnproven)]
    [InlineData(false, EvidenceGapCause.EntriesDropped)]
    public void Without_a_TPM_nothing_is_proved(bool overlaps, EvidenceGapCause expected)
    {
        Host.Banks = [];
        looked.Look();
        Use("/usr/local/bin/new", "new");
        Host.List.Drop(overlaps ? 4 : 6);

        var evidence = looked.Look();

        Assert.Equal([expected], OfList(evidence).Select(incident => incident.Gap));
        Assert.Equal(7, Of(evidence, "/usr/local/bin/new").ListEntry);
        Assert.Equal([expected], OfList(looked.Look()).Select(incident => incident.Gap));
    }

    [Fact]
    public void A_list_that_lost_an_entry_behind_its_head_was_tampered_with()
    {
        looked.Look();
        Use("/usr/local/bin/trojan", "trojan");
        Use("/usr/local/bin/new", "new");
        Host.List.Drop(3);
        Host.List.Tamper(Host.List.Entries.Count - 2, null);

        Tampered(looked.Look());
    }

    [Fact]
    public void An_entry_that_was_read_and_is_another_now_was_tampered_with()
    {
        Host.Banks = [];
        looked.Look();
        Host.List.Drop(2);
        Host.List.Tamper(2, Host.List.Entries[3].Bytes);

        Assert.Contains("is not what it was", Tampered(looked.Look()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_ends_sooner_was_tampered_with_whatever_a_kernel_drops()
    {
        Host.Banks = [];
        looked.Look();
        Host.List.Drop(2);
        Host.List.Tamper(Host.List.Entries.Count - 1, null);

        Assert.StartsWith("the list shrank", Tampered(looked.Look()), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_hibernation_the_list_goes_on_and_the_TPM_begins_anew()
    {
        looked.Look();
        Host.List.ResetPcr();
        Use("/usr/local/bin/new", "new");

        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.True(evidence.List!.Verified);
        Assert.Contains(evidence.List.Problems, problem => problem.Contains("hibernation", StringComparison.Ordinal));
        Use("/usr/local/bin/next", "next");
        Assert.True(looked.Look().List!.Verified);
        Assert.True(looked.Verify().List!.Verified);
        Assert.Empty(OfList(looked.Verify()));
    }

    [Fact]
    public void What_came_before_a_hibernation_and_was_not_read_is_not_vouched_for()
    {
        looked.Look();
        Use("/usr/local/bin/unread", "unread");
        Host.List.ResetPcr();
        Use("/usr/local/bin/new", "new");

        Assert.NotEmpty(OfList(looked.Look()));
    }

    [Fact]
    public void A_kexec_that_hands_its_list_over_makes_no_news_of_it()
    {
        looked.Look();
        Use("/usr/local/bin/late", "late");
        Host.Kexec(carriesList: true);
        Use("/usr/local/bin/new", "new");

        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.True(evidence.List!.Verified);
        Assert.All(["/usr/bin/bash", "/usr/sbin/cron"], path => Assert.True(Of(evidence, path).IsCarried));
        Assert.All(["/usr/local/bin/late", "/usr/local/bin/new"], path => Assert.False(Of(evidence, path).IsCarried));
        Assert.DoesNotContain(evidence.Observations, seen => seen.Path == HostPath.Of("boot_aggregate"));
        Assert.Equal(7, evidence.List.Files);
        Use("/usr/local/bin/next", "next");
        Assert.Equal(10, Of(looked.Look(), "/usr/local/bin/next").ListEntry);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void A_kexec_hands_over_what_is_left_of_a_list_of_which_entries_were_dropped(int dropped, bool wasLookedAt)
    {
        looked.Look();
        Host.List.Drop(dropped);
        if (wasLookedAt)
            looked.Look();
        Host.Kexec(carriesList: true);
        Use("/usr/local/bin/new", "new");

        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.True(evidence.List!.Verified);
        Assert.True(Of(evidence, "/usr/sbin/cron").IsCarried);
        Assert.DoesNotContain(evidence.Observations, seen => seen.Path == HostPath.Of("boot_aggregate"));
        Assert.False(Of(evidence, "/usr/local/bin/new").IsCarried);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void A_kexec_after_all_that_was_read_was_dropped_hands_over_what_is_news(int dropped, bool isWhole)
    {
        looked.Look();
        Use("/usr/local/bin/dropped", "dropped");
        Use("/usr/local/bin/unread", "unread");
        Host.List.Drop(dropped);
        Host.Kexec(carriesList: true);

        var evidence = looked.Look();

        Assert.Equal(isWhole ? [] : [EvidenceGapCause.ListOfNowhere], OfList(evidence).Select(incident => incident.Gap));
        Assert.Equal(isWhole, evidence.List!.Verified == true);
        Assert.False(Of(evidence, "/usr/local/bin/unread").IsCarried);
        Assert.DoesNotContain(evidence.Observations, seen => seen.Path == HostPath.Of("boot_aggregate"));
    }

    [Fact]
    public void Violations_that_look_alike_are_rebuilt_as_many_as_lead_to_the_end_of_the_list()
    {
        looked.Look();
        Host.Violate("/var/log/one");
        Host.Violate("/var/log/two");
        Host.List.Drop(7);

        Assert.Empty(OfList(looked.Look()));
        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.Equal(7, evidence.List!.Dropped);
    }

    /// <summary>Two violations of one file say the same: the one that is left came after the one that was read.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_entry_that_says_what_the_last_one_said_that_was_read_is_another_where_the_TPM_says_so(int unread)
    {
        Host.Violate("/var/log/one");
        looked.Look();
        foreach (var _ in Enumerable.Range(0, 1 + unread))
            Host.Violate("/var/log/one");
        Host.List.Drop(Host.List.Entries.Count - 1);

        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.Equal((true, 7L + unread), (evidence.List!.Verified, (long)evidence.List.Dropped));
        AssertNothingNew(looked.Look());
    }

    [Fact]
    public void An_entry_that_says_what_one_before_the_last_said_is_another_where_the_TPM_says_so()
    {
        Host.Violate("/var/log/one");
        Use("/usr/local/bin/new", "new");
        looked.Look();
        Host.Violate("/var/log/one");
        Host.List.Drop(Host.List.Entries.Count - 1);

        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.True(evidence.List!.Verified);
    }

    [Fact]
    public void A_list_that_begins_like_the_rest_of_an_earlier_one_carried_nothing_where_the_TPM_does_not_say_so()
    {
        looked.Look();
        Host.List.Drop(4);
        Host.Kexec(carriesList: true);
        Host.List.ResetPcr();
        Use("/usr/local/bin/new", "new");

        var evidence = looked.Look();

        Assert.NotEqual(true, evidence.List!.Verified);
        Assert.DoesNotContain(evidence.Observations, seen => seen.IsCarried);
    }

    [Fact]
    public void A_second_boot_aggregate_in_the_same_boot_is_a_file()
    {
        looked.Look();
        Host.RunUnnamed("boot_aggregate", [1, 2, 3]);

        Assert.Equal(7, Of(looked.Look(), "boot_aggregate").ListEntry);
    }

    [Fact]
    public void A_boot_whose_list_merely_begins_alike_carried_nothing()
    {
        looked.Look();
        Host.Boot();
        Host.UseAll();

        Assert.DoesNotContain(looked.Look().Observations, seen => seen.IsCarried);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_the_log_tells_of_makes_no_boot_though_it_is_named_boot_aggregate(bool isLogged)
    {
        looked.Look();
        if (isLogged)
            Host.RunUnnamed("boot_aggregate", [1, 2, 3]);
        else
            Host.List.Measure("boot_aggregate", [1, 2, 3]);
        Use("/usr/local/bin/new", "new");

        var evidence = looked.Look(() => File.WriteAllText(Path.Combine(Host.Root, "proc/sys/kernel/random/boot_id"), "another boot"));

        Assert.Equal(!isLogged, Of(evidence, "/usr/bin/bash").IsCarried);
        Assert.Equal(isLogged, evidence.Observations.Any(seen => seen.Path == HostPath.Of("boot_aggregate")));
    }

    [Fact]
    public void A_kexec_without_its_list_goes_on_from_where_the_PCR_was()
    {
        looked.Look();
        Host.Kexec(carriesList: false);
        Use("/usr/local/bin/new", "new");

        var evidence = looked.Look();

        Assert.Empty(OfList(evidence));
        Assert.True(evidence.List!.Verified);
        Assert.Contains(evidence.List.Problems, problem => problem.Contains("did not hand its list over", StringComparison.Ordinal));
        Use("/usr/local/bin/next", "next");
        Assert.True(looked.Look().List!.Verified);
        Assert.True(looked.Verify().List!.Verified);
    }

    [Fact]
    public void A_new_boot_that_fits_from_nowhere_is_a_gap_and_no_tampering()
    {
        looked.Look();
        Use("/usr/local/bin/unread", "unread");
        Host.Kexec(carriesList: false);
        Use("/usr/local/bin/new", "new");

        var evidence = looked.Look();

        Assert.Equal([EvidenceGapCause.ListOfNowhere], OfList(evidence).Select(incident => incident.Gap));
        Assert.Null(evidence.List!.Verified);
        Use("/usr/local/bin/next", "next");
        Assert.True(looked.Look().List!.Verified);
    }

    [Fact]
    public void An_altered_entry_of_a_new_boot_is_tampering()
    {
        looked.Look();
        Host.Boot();
        Use("/usr/local/bin/new", "new");
        var entry = Host.List.Entries[1].Bytes;
        Host.List.Tamper(1, [.. entry[..^3], (byte)(entry[^3] ^ 1), .. entry[^2..]]);

        Tampered(looked.Look());
    }

    [Fact]
    public void Entries_that_a_kernel_repeats_are_news_behind_the_place()
    {
        Host.List.RepeatsEntries = true;
        looked.Look();
        Host.List.Measure("/usr/bin/bash", Contents.Program("bash 5.2"));

        Assert.Equal(7, Of(looked.Look(), "/usr/bin/bash").ListEntry);
    }

    private static List<Incident> OfList(EvidenceSnapshot evidence) =>
        [.. evidence.Incidents.Where(incident => incident.Kind == FindingKind.ListTampered
            || incident is { Kind: FindingKind.EvidenceGap, Sources: EvidenceSources.Ima })];

    private static string Tampered(EvidenceSnapshot evidence)
    {
        Assert.NotEmpty(OfList(evidence));
        Assert.All(OfList(evidence), incident => Assert.Equal(FindingKind.ListTampered, incident.Kind));
        return OfList(evidence)[0].Cause!;
    }

    private static void AssertNothingNew(EvidenceSnapshot evidence)
    {
        Assert.Empty(OfList(evidence));
        Assert.Equal((0L, true), (evidence.List!.NewEntries, evidence.List.Verified));
    }

    private static Observation Of(EvidenceSnapshot evidence, string path) =>
        Assert.Single(evidence.Observations, seen => seen.Path == HostPath.Of(path));

    private void Use(string path, string content)
    {
        Host.Disk.Replace(path, Contents.Program(content));
        Host.Run(path);
    }
}
