using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Tests.Evidence.Tpm;

/// <summary>A real list, changed in the ways in which somebody may want to change it.</summary>
public class TamperedListTests
{
    private readonly PcrBanks banks = CapturedHosts.BanksOf(CapturedHosts.Usual);
    private readonly List<byte[]> entries = Replays.Split(CapturedHosts.ListOf(CapturedHosts.Usual));

    [Fact]
    public void A_changed_digest_or_name_is_told_at_its_entry()
    {
        var offset = entries.Take(40).Sum(entry => entry.Length);
        entries[40][^20] ^= 1;

        var verdict = Verdict();

        Assert.False(verdict.Verified);
        Assert.Equal((41, offset, 1), (verdict.FaultAt!.Number, verdict.FaultAt.Offset, verdict.Faults));
        Assert.Equal($"entry 41 at byte {offset} does not match its own hash: it was changed after the kernel wrote it", verdict.Fault);
        Assert.Equal($"entry 41 at byte {offset} does not match its own hash", verdict.Reason);
        Assert.True(verdict.FaultAt.Name.IsAbsolute);
    }

    [Fact]
    public void The_first_of_several_changed_entries_is_told()
    {
        foreach (var index in (int[])[90, 20, 50])
            entries[index][^20] ^= 1;

        var verdict = Verdict();

        Assert.Equal((21, 3), (verdict.FaultAt!.Number, verdict.Faults));
        Assert.EndsWith("it was changed after the kernel wrote it, and so were 2 others", verdict.Fault, StringComparison.Ordinal);
    }

    /// <summary>Every byte but the template's name and the lengths, which make it another list or none.</summary>
    [Fact]
    public void No_byte_of_an_entry_can_be_changed()
    {
        var entry = entries[30];
        var (pcr, digest, data) = (..4, 4..24, 39..entry.Length);
        foreach (var part in (Range[])[pcr, digest, data])
            for (var index = part.Start.Value; index < part.End.Value; index++)
            {
                entry[index] ^= 1;
                try
                {
                    Assert.False(Verdict().Verified, $"byte {index}");
                }
                catch (CannotCheckException)
                {
                    Assert.True(pcr.End.Value > index && index > 0, $"byte {index}");
                }
                entry[index] ^= 1;
            }
        Assert.True(Verdict().Verified);
    }

    [Fact]
    public void An_entry_that_was_moved_to_another_pcr_is_missed_where_it_was()
    {
        entries[30][0] = 11;

        AssertNotReached(Verdict(), entries.Count);
    }

    [Fact]
    public void A_removed_entry_is_missed()
    {
        foreach (var index in (int[])[0, 30, entries.Count - 2])
        {
            var removed = entries[index];
            entries.RemoveAt(index);
            AssertNotReached(Verdict(), entries.Count);
            entries.Insert(index, removed);
        }
    }

    [Fact]
    public void Two_swapped_entries_are_told()
    {
        (entries[30], entries[31]) = (entries[31], entries[30]);

        AssertNotReached(Verdict(), entries.Count);
    }

    [Fact]
    public void A_cut_end_is_told()
    {
        var matchedAt = (int)Verdict().Banks[0].MatchedAtEntry!;
        entries.RemoveRange(matchedAt - 1, entries.Count - matchedAt + 1);

        AssertNotReached(Verdict(), matchedAt - 1);
    }

    [Fact]
    public void An_added_entry_is_told()
    {
        entries.Insert(30, entries[10]);

        AssertNotReached(Verdict(), entries.Count);
    }

    [Fact]
    public void An_entry_that_the_tpm_does_not_know_yet_leaves_those_before_it_proven()
    {
        var before = Verdict();
        entries.Add(entries[10]);

        var verdict = Verdict();

        Assert.True(verdict.Verified);
        Assert.Equal(before.Unproven + 1, verdict.Unproven);
        Assert.Equal(before.Banks.Select(bank => bank.MatchedAtEntry), verdict.Banks.Select(bank => bank.MatchedAtEntry));
        Assert.EndsWith("which came after the PCR was read", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_violation_that_was_made_an_entry_and_an_entry_that_was_made_a_violation_are_told()
    {
        entries[30].AsSpan(4, 20).Clear();

        AssertNotReached(Verdict(), entries.Count);
    }

    [Fact]
    public void An_entry_whose_hash_was_made_to_fit_is_missed_by_the_tpm()
    {
        var entry = entries[30];
        entry[^20] ^= 1;
#pragma warning disable CA5350 // The kernel's plain list is SHA-1.
        System.Security.Cryptography.SHA1.HashData(entry.AsSpan(39), entry.AsSpan(4, 20));
#pragma warning restore CA5350

        AssertNotReached(Verdict(), entries.Count);
    }

    /// <summary>What rules send to another PCR is replayed on its own, and says nothing of the rest.</summary>
    [Fact]
    public void A_list_without_any_entry_of_the_usual_pcr_is_told()
    {
        var eleven = Replays.Split(CapturedHosts.ListOf("templates/pcr-11")).Where(entry => entry[0] == 11).ToList();

        var verdict = Replays.VerdictOn(Replays.Join(eleven), CapturedHosts.BanksOf("templates/pcr-11"));

        AssertNotReached(verdict, eleven.Count);
    }

    private static void AssertNotReached(ListVerdict verdict, long entries)
    {
        Assert.False(verdict.Verified);
        Assert.Equal(0, verdict.Faults);
        Assert.Equal(entries, verdict.FaultAt!.Number);
        Assert.Equal($"none of {entries} entries leads to what the TPM holds in PCR 10 of bank sha1", verdict.Reason);
        Assert.StartsWith(verdict.Reason, verdict.Fault, StringComparison.Ordinal);
        Assert.Contains("removed, added, changed or moved", verdict.Fault, StringComparison.Ordinal);
        Assert.Contains(verdict.Banks, bank => bank.MatchedAtEntry is null && bank.Expected != bank.Replayed);
    }

    private ListVerdict Verdict() => Replays.VerdictOn(Replays.Join(entries), banks);
}
