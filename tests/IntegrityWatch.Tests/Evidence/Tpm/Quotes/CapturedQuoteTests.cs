using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Evidence.Tpm.Quotes;

namespace IntegrityWatch.Tests.Evidence.Tpm.Quotes;

/// <summary>Quotes that a TPM made, and the list of its host.</summary>
public class CapturedQuoteTests
{
    private const string Capture = "quote/quoted";

    private static readonly byte[] Nonce = Convert.FromHexString("00112233445566778899aabbccddeeff");

    [Theory]
    [InlineData("rsa", "rsa", "sha256:10")]
    [InlineData("banks", "rsa", "sha1:10+sha256:10")]
    [InlineData("pcrs", "rsa", "sha256:10,11")]
    [InlineData("pss", "pss", "sha256:10")]
    [InlineData("ecc", "ecc", "sha256:10")]
    [InlineData("plain", "ecc", "sha256:10")]
    public void Every_quote_of_a_real_tpm_vouches_for_the_list_up_to_where_it_was_made(string name, string key, string selection)
    {
        var entries = Replays.Split(CapturedHosts.ListOf(Capture)).Count;

        var verdict = VerdictOn(name, key, CapturedHosts.ListOf(Capture));

        Assert.True(verdict.Verified, verdict.Reason);
        Assert.Equal(selection, verdict.Selection);
        Assert.InRange(verdict.MatchedAtEntry!.Value, 100, entries - 1);
        Assert.Equal(
            $"the TPM signed the first {verdict.MatchedAtEntry} of {entries} entries, the others came after the quote", verdict.Reason);
        Assert.Equal(verdict, VerdictOn(name, key, CapturedHosts.AsciiListOf(Capture)));
    }

    [Fact]
    public void What_ran_between_two_quotes_stands_between_their_entries()
    {
        var first = VerdictOn("rsa", "rsa", CapturedHosts.ListOf(Capture)).MatchedAtEntry;
        var second = VerdictOn("banks", "rsa", CapturedHosts.ListOf(Capture)).MatchedAtEntry;
        var names = Replays.Names(CapturedHosts.ListOf(Capture));

        Assert.InRange(names.IndexOf("/opt/app/between") + 1, first!.Value + 1, second!.Value);
        Assert.True(names.IndexOf("/opt/app/after") + 1 > second);
    }

    [Fact]
    public void A_changed_list_is_not_what_the_tpm_signed()
    {
        var entries = Replays.Split(CapturedHosts.ListOf(Capture));
        byte[][] lists =
        [
            Replays.Join(entries.Where((_, index) => index != 40)),
            Replays.Join(entries.Take(40)),
            Replays.Join([.. entries.Take(40), .. entries.Skip(39)]),
        ];
        foreach (var list in lists)
        {
            var verdict = VerdictOn("rsa", "rsa", list);
            Assert.False(verdict.Verified);
            Assert.Null(verdict.MatchedAtEntry);
            Assert.StartsWith($"none of {verdict.Entries} entries leads to what the quote covers", verdict.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_key_and_another_nonce_are_told()
    {
        var list = CapturedHosts.ListOf(Capture);

        Assert.Equal((false, "the quote's signature is not of the key given"), Told(VerdictOn("rsa", "pss", list)));
        Assert.Equal((false, "the quote's signature is not of the key given"), Told(VerdictOn("ecc", "rsa", list)));
        Assert.Equal((false, "the quote's signature is not of the key given"), Told(VerdictOn("rsa", "ecc", list)));
        Assert.Equal((false, "the quote was made for another nonce: it may be an old one"), Told(VerdictOn("rsa", "rsa", list, [1])));
        Assert.EndsWith("; no nonce tells when", VerdictOn("rsa", "rsa", list, null).Reason, StringComparison.Ordinal);
        Assert.True(VerdictOn("rsa", "rsa", list, null).Verified);
    }

    private static (bool?, string) Told(QuoteVerdict verdict) => (verdict.Verified, verdict.Reason);

    private static QuoteVerdict VerdictOn(string name, string key, byte[] list) => VerdictOn(name, key, list, Nonce);

    private static QuoteVerdict VerdictOn(string name, string key, byte[] list, byte[]? nonce)
    {
        var folder = Path.Combine(Captures.Root(Capture), "etc", "quote");
        var quote = Quote.Read(Path.Combine(folder, name + ".msg"), Path.Combine(folder, name + ".sig"));
        using var replay = new QuoteReplay(quote, CapturedHosts.BanksOf(Capture));
        Replays.AddAll(replay, list);
        return replay.Verdict(Path.Combine(folder, key + ".pem"), nonce);
    }
}
