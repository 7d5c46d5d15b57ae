using System.Text.Json;
using CsCheck;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.History.Baselines;

public class KeylimePolicyTests
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void What_a_policy_can_hold_comes_back_under_the_names_of_the_list() => SomeBaseline.Document.Sample(document =>
    {
        using var folder = new TemporaryFolder();
        using var output = new MemoryStream();

        var leftOut = KeylimePolicy.Write(output, document);
        var policy = KeylimePolicy.Read(folder.Write("policy", output.ToArray()));

        var all = document.Content.Paths.SelectMany(path => path.Approved.Concat(path.Beside).Select(digest => (path.Path, digest))).ToList();
        var held = all.Where(one => LossyUtf8.IsValid(one.Path.Bytes) && one.digest is
            { Algorithm: "sha1", Value.Length: 20 } or { Algorithm: "sha256", Value.Length: 32 } or { Algorithm: "sha512", Value.Length: 64 }).ToList();
        Assert.Equal(all.Count - held.Count, leftOut);
        Assert.Equal(
            held.Where(one => LossyUtf8.IsValid(one.Path.Bytes)).Select(one => $"{Convert.ToHexString(one.Path.AsListed().Bytes)} {one.digest}").Distinct().Order(),
            policy.Paths.SelectMany(path => path.Approved.Select(digest => $"{Convert.ToHexString(path.Path.Bytes)} {digest}")).Order());
        Assert.Equal(document.Generation.CapturedAt, policy.MadeAt);
        Assert.Equal((byte)'\n', output.ToArray()[^1]);
    }, iter: 200);

    [Fact]
    public void It_has_all_that_Keylimes_schema_requires()
    {
        using var output = new MemoryStream();
        KeylimePolicy.Write(output, SomeDocument("/usr/bin/my tool", Some.DigestA));
        using var json = JsonDocument.Parse(output.ToArray());
        var root = json.RootElement;

        Assert.Equal(["meta", "release", "digests", "excludes", "keyrings", "ima", "ima-buf", "verification-keys"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, root.GetProperty("meta").GetProperty("version").GetInt32());
        Assert.Equal(["ignored_keyrings", "log_hash_alg", "dm_policy"], root.GetProperty("ima").EnumerateObject().Select(property => property.Name));
        Assert.Equal(Some.DigestA.Hex, root.GetProperty("digests").GetProperty("/usr/bin/my_tool")[0].GetString());
    }

    [Fact]
    public void The_boot_aggregate_zeros_and_excludes_are_counted_and_not_taken()
    {
        using var folder = new TemporaryFolder();

        var policy = KeylimePolicy.Read(folder.Write("policy", $$$"""
            {"meta":{"version":1},"excludes":["/tmp/.*"],
             "digests":{"boot_aggregate":["{{{Some.DigestA.Hex}}}"],"/a":["{{{Zeros}}}","{{{Some.DigestB.Hex}}}"]}}
            """));

        Assert.Equal(Some.DigestB, Assert.Single(Assert.Single(policy.Paths).Approved));
        Assert.Equal((2, 1), (policy.LeftOut, policy.Excludes));
        Assert.Null(policy.MadeAt);
    }

    [Theory]
    [InlineData("{\"meta\":{\"version\":1},\"digests\":{\"/a\":[\"abc\"]}}")]
    [InlineData("{\"meta\":{\"version\":1},\"digests\":{\"/a\":\"abc\"}}")]
    [InlineData("{\"meta\":{\"version\":1},\"digests\":{\"/a\":[null]}}")]
    [InlineData("{\"meta\":{\"version\":1},\"digests\":{\"/\\ud800\":[]}}")]
    [InlineData("{\"meta\":{\"version\":1},\"digests\":{\"\":[]}}")]
    [InlineData("{\"meta\":{\"version\":1}}")]
    [InlineData("{\"meta\":{\"version\":5},\"digests\":{}}")]
    [InlineData("[]")]
    [InlineData("")]
    public void What_is_no_policy_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("policy", text);

        Assert.Contains("keylime policy", Assert.Throws<CannotCheckException>(() => KeylimePolicy.Read(file)).Message);
    }

    private static BaselineDocument SomeDocument(string path, Digest digest) => new()
    {
        Generation = Some.Generation(),
        Previous = "",
        Content = new BaselineContent([new BaselinePath { Path = HostPath.Of(path), Approved = [digest] }]),
    };
}
