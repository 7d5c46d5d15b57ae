using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Tests.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Tpm;

public class ListReplayTests
{
    private static readonly byte[] List = Mixed(20).Binary;

    [Theory]
    [InlineData(PcrForm.Hashed)]
    [InlineData(PcrForm.PaddedSha1)]
    [InlineData(PcrForm.PaddedViolation)]
    public void Every_form_in_which_kernels_extend_is_found(PcrForm form)
    {
        foreach (var width in (int[])[20, 32, 48, 64])
        {
            var list = Mixed(width).Binary;

            var verdict = Replays.VerdictOn(list, SomeTpm.That(list, form, "sha1", "sha256", "sha384", "sha512").Banks);

            Assert.True(verdict.Verified, $"{width} {verdict.Reason}");
            Assert.Equal("the TPM vouches for all 17 entries", verdict.Reason);
            Assert.Equal(["sha1 10", "sha1 11", "sha256 10", "sha256 11", "sha384 10", "sha384 11", "sha512 10", "sha512 11"],
                verdict.Banks.Select(bank => $"{bank.Algorithm} {bank.Pcr}"));
            Assert.All(verdict.Banks, bank => Assert.Equal(bank.Pcr == 10 ? 17 : 16, bank.MatchedAtEntry));
        }
    }

    [Fact]
    public void A_list_wider_than_every_bank_is_checked_too()
    {
        var list = Mixed(64).Binary;
        var tpm = SomeTpm.That(list, PcrForm.Hashed, "sha256");
        Assert.True(Replays.VerdictOn(list, tpm.Banks).Verified);

        list[4] ^= 1;

        var verdict = Replays.VerdictOn(list, tpm.Banks);
        Assert.Equal((false, 1), (verdict.Verified, verdict.FaultAt!.Number));
    }

    [Fact]
    public void A_list_that_is_stored_as_padded_sha1_verifies()
    {
        var sha1 = Mixed(20);
        var narrow = Replays.Split(sha1.Binary);
        var list = Replays.Join(narrow.Select(entry => (byte[])[.. entry[..24], .. new byte[28], .. entry[24..]]));

        Assert.True(Replays.VerdictOn(list, SomeTpm.That(list, PcrForm.PaddedSha1, "sha384").Banks).Verified);
        list[4 + 19] ^= 1;
        Assert.False(Replays.VerdictOn(list, SomeTpm.That(list, PcrForm.PaddedSha1, "sha384").Banks).Verified);
    }

    [Fact]
    public void Without_a_tpm_the_hashes_alone_are_checked()
    {
        var sound = Replays.VerdictOn(List, Replays.NoTpm);
        var altered = Replays.VerdictOn([.. List[..^1], 0xAA], Replays.NoTpm);

        Assert.Null(sound.Verified);
        Assert.Equal("no TPM", sound.Reason);
        Assert.Null(sound.Fault);
        Assert.Empty(sound.Banks);
        Assert.False(altered.Verified);
        Assert.Equal(17, altered.FaultAt!.Number);
    }

    [Fact]
    public void A_tpm_that_was_never_extended_proves_nothing()
    {
        var verdict = Replays.VerdictOn(List, new SomeTpm(PcrForm.Hashed, "sha1", "sha256").Banks);

        Assert.Null(verdict.Verified);
        Assert.Equal("the TPM was never told of the list: the kernel found its driver too late and measures without it", verdict.Reason);
    }

    [Fact]
    public void A_bank_that_was_never_extended_does_not_stand_against_one_that_was()
    {
        var banks = SomeTpm.That(List, PcrForm.Hashed, "sha256").With("sha1", 10, new byte[20]);

        var verdict = Replays.VerdictOn(List, banks);

        Assert.True(verdict.Verified, verdict.Reason);
        Assert.Equal(0, verdict.Unproven);
        Assert.Equal([0, 17, 16], verdict.Banks.Select(bank => bank.MatchedAtEntry));
    }

    [Fact]
    public void A_pcr_that_was_not_read_leaves_the_question_open()
    {
        var verdict = Replays.VerdictOn(List, SomeTpm.That(List).BanksOf(10));

        Assert.Null(verdict.Verified);
        Assert.Equal("entries name PCR 11, and what the TPM holds there was not read", verdict.Reason);
    }

    [Fact]
    public void A_line_of_an_ascii_list_that_is_no_entry_is_a_fault()
    {
        var list = new MeasurementListBuilder().File("/bin/ls").File("/bin/ps");
        var tpm = SomeTpm.That(list.Binary);

        var verdict = Replays.VerdictOn([.. list.Ascii[..list.AsciiEnds[0]], .. "stray\n"u8, .. list.Ascii[list.AsciiEnds[0]..]], tpm.Banks);

        Assert.Equal((false, 2, 1), (verdict.Verified, verdict.FaultAt!.Number, verdict.Faults));
    }

    [Fact]
    public void Many_entries_and_one_of_a_megabyte_are_replayed_in_their_order()
    {
        var builder = new MeasurementListBuilder();
        for (var number = 1; number <= 6000; number++)
        {
            if (number == 3000)
                builder.Add("ima-buf", ListField.Digest("sha256", Ima.Some.Digest), ListField.Name("label"), ListField.Hex(new byte[1 << 20]));
            builder.File($"/usr/share/some/long/folder/to/fill/the/block/program-{number}");
            if (number % 700 == 0)
                builder.Violation("/var/log/some.log");
        }
        var list = builder.Binary;
        var tpm = SomeTpm.That(list, PcrForm.Hashed, "sha1", "sha256", "sha512");

        Assert.Equal("the TPM vouches for all 6009 entries", Replays.VerdictOn(list, tpm.Banks).Reason);
        foreach (var index in (int[])[0, 3002, 6008])
        {
            list[builder.Ends[index] - 2] ^= 1;
            var verdict = Replays.VerdictOn(list, tpm.Banks);
            Assert.Equal((false, 1, index + 1), (verdict.Verified, verdict.Faults, verdict.FaultAt!.Number));
            list[builder.Ends[index] - 2] ^= 1;
        }
    }

    private static MeasurementListBuilder Mixed(int width)
    {
        var list = Ima.Some.ListOfEveryTemplate(width);
        if (width == 20)
            list.Legacy(Ima.Some.Sha1Digest, "legacy"u8.ToArray());
        else
            list.File("/bin/instead");
        return list
            .Violation("/var/log/first.log")
            .AddTo(11, "ima-ng", ListField.Digest("sha256", Ima.Some.Digest), ListField.Name("/bin/eleven"))
            .File("/bin/ten")
            .Violation("/var/log/second.log")
            .AddTo(11, "ima-ng", ListField.Digest("sha256", Ima.Some.Digest), ListField.Name("/bin/twelve"))
            .File("/bin/last");
    }
}
