using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Tests.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Tpm;

public class CapturedReplayTests
{
    public static TheoryData<string> EveryCapture => [.. CapturedHosts.All()];

    [Theory]
    [MemberData(nameof(EveryCapture))]
    public void Every_bank_of_a_real_host_vouches_for_its_list(string capture)
    {
        var list = CapturedHosts.ListOf(capture);

        var verdict = Replays.VerdictOn(list, CapturedHosts.BanksOf(capture));

        Assert.True(verdict.Verified, verdict.Reason);
        Assert.Equal(Replays.Split(list).Count, verdict.Entries);
        Assert.Equal(["sha1", "sha256", "sha384", "sha512"], verdict.Banks.Select(bank => bank.Algorithm).Distinct());
        Assert.All(verdict.Banks, bank => Assert.Equal(bank.Expected, bank.Replayed));
        Assert.Null(verdict.Fault);
    }

    [Fact]
    public void The_ascii_list_of_a_real_host_leads_to_the_same_pcrs()
    {
        foreach (var capture in (string[])["rocke/after", "names/after", "violation/after"])
        {
            var verdict = Replays.VerdictOn(CapturedHosts.AsciiListOf(capture), CapturedHosts.BanksOf(capture));

            Assert.True(verdict.Verified, verdict.Reason);
        }
    }
}
