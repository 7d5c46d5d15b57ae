using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>Things that the tests of the measurement list need and do not care about.</summary>
internal static class Some
{
    public const string ListName = "/some/list";

    /// <summary>The custom template of evidence that a lab's kernel made.</summary>
    public const string CustomTemplate = "d-ng|n-ng|iuid|igid|imode";

    public static byte[] Digest { get; } = MeasurementListBuilder.Sha256("some file");

    public static byte[] Sha1Digest { get; } = [.. Digest.Take(20)];

    public static byte[] Signature { get; } = [3, 2, 4, 0xaa, 0xbb, 0xcc, 0xdd, 0, 2, 0x11, 0x22];

    public static IMeasurementReader Reader(byte[] list, string? fileName = null) =>
        MeasurementList.Open(ListName, new MemoryStream(list), fileName);

    /// <summary>One entry of every template that has one form of hash: all but the legacy one.</summary>
    public static MeasurementListBuilder ListOfEveryTemplate(int width = 20, bool bigEndian = false) =>
        new MeasurementListBuilder(width, bigEndian)
            .Add("ima-sig", ListField.Digest("sha256", Digest), ListField.Name("boot_aggregate"), ListField.Empty)
            .Add("ima-ng", ListField.Digest("sha512", [0, 1, 2, .. new byte[61]]), ListField.Name("/bin/ng"))
            .Add("ima-sig", ListField.Digest("sha256", Digest), ListField.Name("/bin/sig"), ListField.Hex(Signature))
            .Add("ima-ngv2", ListField.Digest("ima:sha256", Digest), ListField.Name("/bin/ngv2"))
            .Add("ima-sigv2", ListField.Digest("verity:sha256", Digest), ListField.Name("/bin/sigv2"), ListField.Hex(Signature))
            .Add("ima-buf", ListField.Digest("sha256", Digest), ListField.Name(".ima"), ListField.Hex([0x30, 0x82, 1, 2]))
            .Add(
                "ima-modsig",
                ListField.Digest("sha256", Digest),
                ListField.Name("/lib/modules/a.ko"),
                ListField.Empty,
                ListField.Digest("sha512", Digest),
                ListField.Hex([0x30, 0x81, 7]))
            .Add(
                "evm-sig",
                ListField.Digest("sha256", Digest),
                ListField.Name("/bin/evm"),
                ListField.Hex([5, 2, 4, 1]),
                ListField.Raw("security.ima|security.selinux"),
                ListField.Hex([2, 0, 0, 0, 1, 0, 0, 0]),
                ListField.Hex([1, 2, 3]),
                ListField.Owner(1000, bigEndian),
                ListField.Owner(33, bigEndian),
                ListField.Mode(33261, bigEndian))
            .Add(
                CustomTemplate,
                ListField.Digest("sha256", Digest),
                ListField.Name("/bin/custom"),
                ListField.Owner(0, bigEndian),
                ListField.Owner(4294967294, bigEndian),
                ListField.Mode(33261, bigEndian))
            .Add("d|n", ListField.RawDigest(Sha1Digest), ListField.Name("/bin/dn"));
}
