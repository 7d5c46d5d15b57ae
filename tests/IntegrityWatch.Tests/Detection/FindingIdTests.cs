using CsCheck;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Tests.Detection;

public class FindingIdTests
{
    private static readonly Gen<(FindingKind Kind, string Path, Digest? Digest)> SomeSubject =
        Gen.Select(
            Gen.OneOf(Enum.GetValues<FindingKind>()),
            Gen.OneOf("/a", "/b", "/a:", "/as", ""),
            Gen.OneOf<Digest?>(null, Some.DigestA, Some.DigestB, new Digest("sha1", []), new Digest("a", Some.DigestA.Value)));

    [Fact]
    public void Ids_are_the_same_in_every_release()
    {
        Assert.Equal("4af9cf23adcd", FindingId.Of(FindingKind.NewFile, HostPath.Of("/usr/bin/some"), Some.DigestA));
        Assert.Equal("fc35031cd310", FindingId.Of(FindingKind.NoBaseline, default, digest: null));
    }

    [Fact]
    public void Two_findings_share_an_id_exactly_when_kind_path_and_digest_are_the_same() =>
        Gen.Select(SomeSubject, SomeSubject).Sample((left, right) =>
            (Id(left) == Id(right)) == (left.Kind == right.Kind && left.Path == right.Path && Equals(left.Digest, right.Digest)));

    [Fact]
    public void Another_realm_and_another_container_have_another_id()
    {
        string[] ids =
        [
            FindingId.Of(FindingKind.NewFile, Some.Path, Some.DigestA),
            FindingId.Of(FindingKind.NewFile, Some.Path, Some.DigestA, Realm.Container, "a"),
            FindingId.Of(FindingKind.NewFile, Some.Path, Some.DigestA, Realm.Container, "b"),
            FindingId.Of(FindingKind.NewFile, Some.Path, Some.DigestA, Realm.Claimed, "a"),
        ];

        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal(ids[0], FindingId.Of(FindingKind.NewFile, Some.Path, Some.DigestA, Realm.Host, "a"));
    }

    [Fact]
    public void An_id_is_twelve_hexadecimal_digits() => SomeSubject.Sample(subject =>
        Id(subject).Length == 12 && Id(subject).All(char.IsAsciiHexDigitLower));

    private static string Id((FindingKind Kind, string Path, Digest? Digest) subject) =>
        FindingId.Of(subject.Kind, HostPath.Of(subject.Path), subject.Digest);
}
