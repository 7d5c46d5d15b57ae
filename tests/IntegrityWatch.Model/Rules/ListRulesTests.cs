using System.Security.Cryptography;

namespace IntegrityWatch.Model.Rules;

/// <summary>What the list and the TPM say, and what they cannot say, of hosts of all sorts: see <see cref="AnyHost"/>.</summary>
public class ListRulesTests
{
    private const string Lists = "sys/kernel/security/ima/";
    private static readonly string[] Algorithms = ["sha1", "sha384", "sha512"];

    [Fact]
    public void A_list_that_is_shorter_than_the_kernel_counts_is_never_clean() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Count = host.List.Entries.Count + drawn.Between(0, 1, 5);

        Assert.Equal(3, watched.Scan().Code);
        Assert.Equal(3, watched.Run("verify", "--root", host.Root).Code);
        Assert.Equal(3, watched.Capture().Code);
        Assert.Equal(3, watched.Findings().Code);
        host.Count = null;
        Assert.Equal(0, watched.Scan().Code);
        Assert.Equal(0, watched.Findings().Code);
    }, (host, _) => host.Banks = []);

    [Fact]
    public void A_boot_whose_entries_hold_no_digest_is_never_clean() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.List.Template = HostList.NameOnly;
        host.Log.IsRunning = false;
        host.Boot();
        host.Log.IsRunning = false;
        host.UseAll();
        host.Disk.Write(drawn.Path, drawn.Program("new"));
        host.Run(drawn.Path);

        var said = watched.Scan();
        Assert.Equal(3, said.Code);
        Assert.Contains(HostList.NameOnly, said.Output + said.Errors, StringComparison.Ordinal);
        Assert.Equal(3, watched.Capture().Code);
        Assert.Equal(3, watched.Run("verify", "--root", host.Root).Code);
        host.List.Template = "ima-ng";
        host.Boot();
        host.UseAll();
        host.Run(drawn.Path);
        Assert.True(watched.Scan().Tells("new-file", drawn.Path, "medium"));
    });

    [Fact]
    public void Whoever_chooses_the_algorithm_does_not_choose_whether_he_is_compared() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var same = drawn.Path + "-same";
        host.Disk.Write(drawn.Path, drawn.Program("good"));
        host.Disk.Write(same, drawn.Program("same"));
        host.Run(drawn.Path);
        host.Run(same);
        watched.Capture();
        var algorithm = Algorithms[drawn.Between(0, 0, Algorithms.Length - 1)];
        host.Disk.Replace(drawn.Path, drawn.Program("bad")).Algorithm = algorithm;
        host.Disk.Replace(same, drawn.Program("same")).Algorithm = algorithm;
        host.Run(drawn.Path);
        host.Run(same);

        for (var look = 0; look < 2; look++)
        {
            var said = watched.Scan();
            Assert.True(said.Tells("altered-file", drawn.Path, "high"), said.Output);
            Assert.Empty(said.Of(same));
            watched.Host.Boot();
            host.UseAll();
            host.Run(drawn.Path);
            host.Run(same);
        }
    });

    [Fact]
    public void A_template_that_is_not_known_accuses_nobody_and_a_changed_digit_of_a_known_one_does() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var isKnown = drawn.Between(0, 0, 1) == 0;
        host.List.Template = isKnown ? "ima-ng" : HostList.LocalTemplate;
        host.Boot();
        host.UseAll();
        var isBinary = drawn.Between(1, 0, 3) == 0;
        Verify("whole", host.List.Ascii, accuses: false);
        if (isBinary)
            Verify("whole", System.Text.Encoding.Latin1.GetString(host.List.Binary), accuses: false);
        var lines = host.List.Ascii.Split('\n');
        var at = drawn.Between(2, 1, lines.Length - 2);
        var digit = lines[at].IndexOf("sha256:", StringComparison.Ordinal) + 7 + drawn.Between(3, 0, 63);
        lines[at] = $"{lines[at][..digit]}{(lines[at][digit] == '0' ? '1' : '0')}{lines[at][(digit + 1)..]}";
        if (isKnown)
            Verify("changed", string.Join('\n', lines), accuses: true);

        void Verify(string name, string list, bool accuses)
        {
            var file = watched.Beside(name);
            File.WriteAllText(file, list, System.Text.Encoding.Latin1);
            var said = watched.Run("verify", "--ima", file, "--root", host.Root, "--format", "json");
            Assert.True(accuses == said.Output.Contains("\"list-tampered\"", StringComparison.Ordinal), said.ToString());
        }
    });

    [Fact]
    public void Digests_of_32_bytes_can_be_those_of_SM3() => AnyHost.Holds((watched, drawn) =>
    {
        Assert.Equal("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", Convert.ToHexStringLower(Sm3.Hash("abc"u8)));
        var host = watched.Host;
        host.Disk.Write(drawn.Path, drawn.Program("new"));
        host.Run(drawn.Path);
        var file = Path.Combine(host.Root, Lists, "binary_runtime_measurements_sm3");
        File.WriteAllBytes(file, host.List.BinaryOf(data => Sm3.Hash(data)));

        var said = watched.Run("verify", "--ima", file, "--root", host.Root, "--format", "json");

        Assert.True(said.Code is 0 or 1 or 3, said.ToString());
        Assert.DoesNotContain("\"list-tampered\"", said.Output, StringComparison.Ordinal);
    });

    [Fact]
    public void A_quote_over_a_PCR_whose_value_is_not_at_hand_says_nothing_against_the_list() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (other, value) = (drawn.Between(0, 0, 9), Contents.Digest(drawn.Program("PCR")));
        var others = Path.Combine(host.Root, $"sys/class/tpm/tpm0/pcr-sha256/{other}");
        var isWider = drawn.Between(1, 0, 3) > 0;
        byte[] covered = [.. isWider ? Convert.FromHexString(value) : [], .. host.List.Pcrs["sha256"]];
        string[] quote = Quoted(watched, key, SHA256.HashData(covered), 1 << 10 | (isWider ? 1 << other : 0));

        // Its value is at hand, it is not, and the list lacks what the TPM signed.
        File.WriteAllText(others, value);
        Assert.Equal(0, Verify().Code);
        File.Delete(others);
        Assert.Equal(isWider ? 3 : 0, Verify().Code);
        Assert.DoesNotContain("list-tampered", Verify().Output, StringComparison.Ordinal);
        File.WriteAllText(others, value);
        host.List.Tamper(drawn.Between(2, 1, host.List.Entries.Count - 1), null);
        Assert.Equal(2, Verify().Code);

        Said Verify() => watched.Run(["verify", .. quote, "--root", host.Root]);
    });

    /// <summary>A quote of the bank sha256 with its signature and key, as the options of a command.</summary>
    /// <param name="watched">Beside whose history it lies.</param>
    /// <param name="key">Signs it.</param>
    /// <param name="digest">Over the values of the PCRs.</param>
    /// <param name="pcrs">A bit each.</param>
    private static string[] Quoted(WatchedHost watched, ECDsa key, byte[] digest, int pcrs)
    {
        byte[] message =
        [
            0xff, 0x54, 0x43, 0x47, 0x80, 0x18, 0, 34, 0, 11, .. new byte[32], 0, 4, 0, 0x11, 0x22, 0x33, .. new byte[25],
            0, 0, 0, 1, 0, 11, 3, (byte)pcrs, (byte)(pcrs >> 8), 0, 0, 32, .. digest,
        ];
        var number = key.SignData(message, HashAlgorithmName.SHA256);
        File.WriteAllBytes(watched.Beside("quote.msg"), message);
        File.WriteAllBytes(watched.Beside("quote.sig"), [0, 0x18, 0, 11, 0, 32, .. number[..32], 0, 32, .. number[32..]]);
        File.WriteAllText(watched.Beside("ak.pem"), key.ExportSubjectPublicKeyInfoPem());
        return ["--quote", watched.Beside("quote.msg"), "--signature", watched.Beside("quote.sig"), "--ak", watched.Beside("ak.pem"), "--nonce", "00112233"];
    }

    [Fact]
    public void Within_a_boot_a_TPM_that_vouched_does_not_stop_without_a_word() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        Assert.Equal(0, watched.Scan().Code);
        switch (drawn.Between(0, 0, 2))
        {
            case 0:
                host.Banks = [];
                break;
            case 1:
                host.Banks = [drawn.Between(1, 0, 1) == 0 ? "sha1" : "sha256"];
                break;
            default:
                host.List.ResetPcr();
                break;
        }
        for (var look = 0; look < drawn.Between(2, 1, 3); look++)
        {
            var said = watched.Scan();
            Assert.True(said.Code == 2 && said.Tells("evidence-gap"), said.Output);
        }
    });

    [Fact]
    public void Without_a_boot_id_a_list_that_begins_anew_is_no_altered_one() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        for (var look = 0; look < drawn.Between(0, 1, 4); look++)
        {
            if (drawn.Numbers[look] % 2 == 0)
                host.Boot();
            host.UseAll();
            Assert.False(watched.Scan().Tells("list-tampered"));
        }
    }, (host, drawn) => (host.ShowsBootId, host.Banks) = (false, drawn.Between(7, 0, 1) == 0 ? [] : host.Banks));

    [Fact]
    public void A_boot_that_measures_nothing_is_never_clean() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var policy = host.Policy;
        (host.Measures, host.Policy) = (false, []);
        host.Boot();
        host.Pass(TimeSpan.FromMinutes(drawn.Between(0, 0, 90)));
        for (var look = 0; look < 2; look++)
        {
            Assert.Equal(3, watched.Scan().Code);
            Assert.Equal(3, watched.Run("verify", "--root", host.Root).Code);
            Assert.Equal(3, watched.Capture().Code);
        }
        (host.Measures, host.Policy) = (true, policy);
        host.Boot();
        host.UseAll();
        Assert.Equal(0, watched.Scan().Code);
    });
}
