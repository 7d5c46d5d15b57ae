using System.Security.Cryptography;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Tests.Evidence.Ima.Signatures;
using static IntegrityWatch.Tests.Some;

namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>What of a list's entries is given on, and what it is counted as.</summary>
public sealed class ListReadingTests : IDisposable
{
    private static readonly byte[] Content = SHA256.HashData("content"u8);

    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot root;
    private readonly Joiner joiner = new();

    public ListReadingTests() => root = new EvidenceRoot(folder.Path);

    public void Dispose()
    {
        root.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void What_becomes_of_a_signature_is_counted_and_only_a_valid_one_is_the_use_s()
    {
        using var keys = Signer.Rsa.Keys();
        using var reading = Reading(new EvidenceRequest { Root = root, Keys = keys });
        reading.Add(Entry("/bin/valid", Signer.Rsa.Sign("sha256", Content)), 1);
        reading.Add(Entry("/bin/invalid", Signer.Rsa.Sign("sha256", SHA256.HashData("another"u8))), 2);
        reading.Add(Entry("/bin/unknown", Signer.Ecdsa.Sign("sha256", Content)), 3);
        reading.Add(Entry("/bin/none"), 4);
        reading.Add(Entry("/bin/short", [3, 2]), 5);

        var signed = joiner.Observations().Where(seen => seen.SignedBy is not null).Select(seen => seen.Path.ToString());
        Assert.Equal(["/bin/valid"], signed);
        Assert.Equal(new SignatureCounts { Valid = 1, Invalid = 2, UnknownKey = 1 }, reading.Uses.Signatures);
        Assert.Equal(
            [
                (FindingKind.SignatureInvalid, "/bin/invalid", $"its IMA signature by the key {Signer.Rsa.KeyId:x8} does not verify"),
                (FindingKind.SignatureInvalid, "/bin/short", "its IMA signature is none that a key could have made: cut short"),
            ],
            joiner.Incidents().Select(incident => (incident.Kind, incident.Path.ToString(), incident.Cause)));
        Assert.All(joiner.Incidents(), incident => Assert.Equal(new Digest("sha256", Content), incident.Digest));
    }

    [Fact]
    public void A_list_that_is_only_verified_tells_of_what_is_wrong_with_it_and_of_no_use()
    {
        using var keys = Signer.Rsa.Keys();
        using var reading = Reading(new EvidenceRequest { Root = root, Keys = keys, OnlyVerify = true }, new Continuation { Start = ListStart.Zero, Told = 9 });
        reading.Add(Entry("/bin/invalid", Signer.Rsa.Sign("sha256", SHA256.HashData("another"u8))), 1);
        reading.Add(Entry("/bin/violated", kind: MeasurementKind.Violation), 2);
        reading.Add(Entry("/bin/unmeasurable", kind: MeasurementKind.Unmeasurable), 3);
        reading.Add(Entry("boot_aggregate", kind: MeasurementKind.BootAggregate), 4);

        Assert.Empty(joiner.Observations());
        Assert.Equal([FindingKind.SignatureInvalid], joiner.Incidents().Select(incident => incident.Kind));
        Assert.Equal((1, 0), (reading.Uses.Signatures.Invalid, reading.Uses.TakenOver));
    }

    [Fact]
    public void What_was_told_before_is_not_told_again_nor_counted()
    {
        using var reading = Reading(goesOn: new Continuation { Start = ListStart.Zero, Told = 2 });
        for (var number = 1; number <= 4; number++)
            reading.Add(Entry($"/bin/{number}"), number);

        Assert.Equal(["/bin/3", "/bin/4"], joiner.Observations().Select(seen => seen.Path.ToString()));
        Assert.Equal((2, 2), (reading.New, reading.Files));
    }

    [Fact]
    public void What_a_kexec_carried_says_what_is_used_and_not_how_this_kernel_measures()
    {
        using var keys = Signer.Rsa.Keys();
        using var reading = Reading(new EvidenceRequest { Root = root, Keys = keys }, new Continuation { Start = ListStart.Zero, Carried = 2, Begins = 3 });
        reading.Add(Entry("/bin/1", Signer.Rsa.Sign("sha256", Content)), 1);
        reading.Add(Entry("/lib/x.ko"), 2);
        reading.Add(Entry("boot_aggregate", kind: MeasurementKind.BootAggregate), 3);
        reading.Add(Entry("/lib/y.so"), 4);

        Assert.Equal((3, 1L, 1), (reading.Files, reading.Algorithms["sha256"], reading.Uses.TakenOver));
        Assert.Equal(ProgramSorts.Programs | ProgramSorts.Libraries | ProgramSorts.Modules, reading.Sorts);
        Assert.Equal([true, true, false], joiner.Observations().Select(seen => seen.IsCarried));
        Assert.Null(joiner.Observations()[0].SignedBy);
    }

    [Fact]
    public void What_was_rebuilt_stands_directly_before_what_is_left_and_is_counted_with_it()
    {
        using var reading = Reading(goesOn: new Continuation { Start = new ListStart { Dropped = 7 } });
        reading.Add([RebuiltEntry.Of(HostPath.Of("/bin/a"), DigestA, "ima-ng")!, RebuiltEntry.Of(HostPath.Of("/bin/b"), DigestB, "ima-ng")!]);

        Assert.Equal([("/bin/a", 6L), ("/bin/b", 7L)], joiner.Observations().Select(seen => (seen.Path.ToString(), seen.ListEntry)));
        Assert.Equal((2, 2, 2L), (reading.New, reading.Files, reading.Algorithms["sha256"]));
    }

    [Fact]
    public void An_entry_that_was_found_wrong_is_no_use()
    {
        using var reading = Reading();
        reading.Add(Entry("/bin/wrong", isVerified: false), 1);
        reading.Add(Entry("/bin/unchecked", isVerified: null), 2);

        Assert.Equal(["/bin/unchecked"], joiner.Observations().Select(seen => seen.Path.ToString()));
    }

    [Fact]
    public void Of_more_algorithms_than_there_are_the_first_thirty_two_are_counted()
    {
        using var reading = Reading();
        for (var number = 0; number < 80; number++)
            reading.Add(Entry($"/bin/{number}", algorithm: $"forged{number % 40}"), number + 1);

        Assert.Equal(32, reading.Algorithms.Count);
        Assert.All(reading.Algorithms.Values, count => Assert.Equal(2, count));
    }

    [Fact]
    public void What_holds_no_file_s_digest_is_counted_by_its_template()
    {
        using var reading = Reading();
        reading.Add(Entry("/bin/a", kind: MeasurementKind.Opaque), 1);
        reading.Add(Entry("", kind: MeasurementKind.File), 2);
        reading.Add(Entry("/bin/b", kind: MeasurementKind.Violation), 3);
        reading.Add(Entry("/bin/c", kind: MeasurementKind.Unmeasurable), 4);
        reading.Add(Entry("/bin/d"), 5);

        Assert.Equal([("ima-ng", 2L)], reading.NotUnderstood.Select(one => (one.Key, one.Value)));
        Assert.Equal(1, reading.Files);
    }

    private ListReading Reading(EvidenceRequest? request = null, Continuation? goesOn = null) =>
        new(request ?? new EvidenceRequest { Root = root }, joiner, "list", goesOn ?? new Continuation { Start = ListStart.Zero }, before: null, isFirst: false);

    private static MeasurementEntry Entry(
        string name, byte[]? signature = null, MeasurementKind kind = MeasurementKind.File, bool? isVerified = true, string algorithm = "sha256") => new()
    {
        Number = 0,
        Offset = 0,
        Pcr = 10,
        TemplateDigest = new byte[20],
        TemplateName = "ima-ng",
        TemplateData = default,
        Kind = kind,
        Name = HostPath.Of(name).Bytes,
        DigestAlgorithm = algorithm,
        FileDigest = Content,
        Signature = signature,
        IsVerified = isVerified,
    };
}
