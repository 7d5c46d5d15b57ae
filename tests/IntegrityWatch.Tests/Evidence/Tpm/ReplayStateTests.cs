using CsCheck;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Tests.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Tpm;

public class ReplayStateTests
{
    private static readonly Gen<byte[]> AnyList =
        from kinds in Gen.Int[0, 5].Array[1, 40]
        select kinds.Select((kind, index) => (kind, index)).Aggregate(new MeasurementListBuilder(), (list, entry) => entry.kind switch
        {
            0 => list.Violation($"/var/log/{entry.index}"),
            1 => list.AddTo(11, "ima-ng", ListField.Digest("sha256", Ima.Some.Digest), ListField.Name($"/opt/{entry.index}")),
            2 => list.Write(10, [.. Enumerable.Repeat((byte)1, 20)], "ima-ng", ListField.Digest("sha256", Ima.Some.Digest), ListField.Name("/bad")),
            _ => list.File($"/bin/{entry.index}"),
        }).Binary;

    [Fact]
    public void A_replay_in_parts_says_what_one_in_a_row_says()
    {
        Gen.Select(AnyList, Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, 2]).Sample((list, first, second, form) =>
        {
            var entries = Replays.Split(list);
            var tpm = SomeTpm.That(list, (PcrForm)form, "sha1", "sha256");
            using var whole = new ListReplay(tpm.Banks);
            Replays.AddAll(whole, list);

            var state = default(ReplayState);
            var done = 0;
            foreach (var cut in (int[])[Math.Min(first, second), Math.Max(first, second), 40])
            {
                var part = Replays.Join(entries.Take(cut).Skip(done));
                using var replay = Replays.Resumed(tpm.Banks, state, entries.Take(done).Sum(entry => entry.Length));
                if (part.Length > 0)
                    Replays.AddAll(replay, part);
                state = replay.Save();
                done = Math.Min(cut, entries.Count);
                if (done == entries.Count)
                    AssertSame(whole.Verdict(), replay.Verdict());
            }
            AssertSame(whole.Save(), state!);
        });
    }

    [Fact]
    public void The_same_evidence_verifies_again_where_the_list_is_ahead_of_the_tpm()
    {
        var entries = Replays.Split(new MeasurementListBuilder().File("/bin/a").File("/bin/b").Violation("/c").File("/bin/d").Binary);
        var tpm = SomeTpm.That(Replays.Join(entries.Take(2)), PcrForm.Hashed, "sha1", "sha256");
        using var first = new ListReplay(tpm.Banks);
        Replays.AddAll(first, Replays.Join(entries));

        using var again = ListReplay.Resume(tpm.Banks, first.Save(), 1000)!;

        AssertSame(first.Verdict(), again.Verdict());
        Assert.Equal((true, 2, 4), (again.Verdict().Verified, again.Verdict().Unproven, again.Verdict().Entries));
    }

    [Fact]
    public void A_tpm_that_went_on_is_met_where_the_list_goes_on()
    {
        var entries = Replays.Split(new MeasurementListBuilder().File("/bin/a").File("/bin/b").File("/bin/c").Binary);
        var tpm = SomeTpm.That(Replays.Join(entries.Take(2)));
        using var first = new ListReplay(tpm.Banks);
        Replays.AddAll(first, Replays.Join(entries.Take(2)));
        tpm.Measure(entries[2]);

        using var stopped = ListReplay.Resume(tpm.Banks, first.Save(), 0)!;
        using var gone = ListReplay.Resume(tpm.Banks, first.Save(), 0)!;
        Replays.AddAll(gone, entries[2]);

        Assert.False(stopped.Verdict().Verified);
        Assert.True(gone.Verdict().Verified);
        Assert.Equal(3, gone.Verdict().Banks[0].MatchedAtEntry);
    }

    [Fact]
    public void An_altered_entry_is_not_forgotten()
    {
        var list = new MeasurementListBuilder().File("/bin/a").File("/bin/b").Binary;
        list[^2] ^= 1;
        using var first = new ListReplay(Replays.NoTpm);
        Replays.AddAll(first, list);

        using var again = ListReplay.Resume(Replays.NoTpm, first.Save(), list.Length)!;
        Replays.AddAll(again, list);

        Assert.Equal((false, 2, 2), (again.Verdict().Verified, again.Verdict().FaultAt!.Number, again.Verdict().Faults));
    }

    [Fact]
    public void A_state_that_does_not_tell_enough_is_refused()
    {
        var list = new MeasurementListBuilder().File("/bin/a").Binary;
        var tpm = SomeTpm.That(list);
        using var replay = new ListReplay(tpm.Banks);
        Replays.AddAll(replay, list);
        var state = replay.Save();

        Assert.NotNull(ListReplay.Resume(tpm.Banks, state, 0));
        Assert.NotNull(ListReplay.Resume(Replays.NoTpm, state, 0));
        Assert.Null(ListReplay.Resume(SomeTpm.That(list, PcrForm.Hashed, "sha1", "sha384").Banks, state, 0));
        foreach (var pcr in (PcrState[])
            [
                state.Pcrs[0] with { Algorithm = "md5" },
                state.Pcrs[0] with { Pcr = 24 },
                state.Pcrs[0] with { Pcr = -1 },
                state.Pcrs[0] with { Form = (PcrForm)3 },
                state.Pcrs[0] with { Value = [] },
                state.Pcrs[0] with { MatchedValue = [1] },
            ])
        {
            Assert.Null(ListReplay.Resume(tpm.Banks, state with { Pcrs = [.. state.Pcrs.Skip(1), pcr] }, 0));
        }
    }

    private static void AssertSame(ReplayState expected, ReplayState actual)
    {
        Assert.Equal((expected.Entries, expected.Faults, expected.FirstFault), (actual.Entries, actual.Faults, actual.FirstFault));
        Assert.Equal(expected.Pcrs.Select(Describe), actual.Pcrs.Select(Describe));
    }

    private static string Describe(PcrState state) =>
        $"{state.Algorithm} {state.Pcr} {state.Form} {state.LastEntry} {Convert.ToHexString(state.Value)} {state.MatchedAt} {Convert.ToHexString(state.MatchedValue)} {state.Unproven}";

    private static void AssertSame(ListVerdict expected, ListVerdict actual)
    {
        Assert.Equal(expected.Banks, actual.Banks);
        Assert.Equal(expected with { Banks = [], FaultAt = null }, actual with { Banks = [], FaultAt = null });
        Assert.Equal(expected.FaultAt?.Number, actual.FaultAt?.Number);
    }
}
