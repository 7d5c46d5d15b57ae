using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Ima;

public class MeasurementListTests
{
    [Fact]
    public void An_empty_list_says_so()
    {
        var problem = Assert.Throws<CannotCheckException>(() => Some.Reader([]));

        Assert.Equal($"measurement list is empty: {Some.ListName}", problem.Message);
    }

    [Theory]
    [InlineData("not a list\n")]
    [InlineData("10 971a83410d4f2ad9fd7a62edf6b5195f600f56 ima-ng sha256:00 /bin/ls\n")]
    [InlineData("24 971a83410d4f2ad9fd7a62edf6b5195f600f5665 ima-ng sha256:00 /bin/ls\n")]
    [InlineData("10 971a83410d4f2ad9fd7a62edf6b5195f600f566x ima-ng sha256:00 /bin/ls\n")]
    [InlineData("type=INTEGRITY_RULE msg=audit(1700000000.000:1): file=\"/bin/ls\"\n")]
    [InlineData("\n\0\0\0")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void What_is_no_list_says_so(string content)
    {
        var problem = Assert.Throws<CannotCheckException>(() => Some.Reader(System.Text.Encoding.Latin1.GetBytes(content)));

        Assert.Equal($"not an IMA measurement list: {Some.ListName}", problem.Message);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(64)]
    public void The_form_and_the_width_are_told_by_content_whatever_the_file_is_called(int width)
    {
        var list = Some.ListOfEveryTemplate(width);
        string?[] names = [null, "binary_runtime_measurements", "list_sha256.bin", "list_sha384", "/a_sha256/list_sha512"];
        foreach (var name in names)
        {
            using var binary = Some.Reader(list.Binary, name);
            using var ascii = Some.Reader(list.Ascii, name);

            Assert.Equal(MeasurementFormat.Binary, binary.Format);
            Assert.Equal(MeasurementFormat.Ascii, ascii.Format);
            Assert.Equal(10, EntryCopy.ReadAll(binary).Count(entry => entry.HashVerifies));
            Assert.Equal(10, EntryCopy.ReadAll(ascii).Count(entry => entry.HashVerifies));
        }
    }

    [Fact]
    public void The_file_name_decides_where_the_content_leaves_the_width_open()
    {
        // Under 20 bytes this is an entry with the template name "a" and an empty body, under 32 bytes one with the name "b".
        byte[] list =
        [
            10, 0, 0, 0, .. Enumerable.Repeat((byte)7, 20), 1, 0, 0, 0, (byte)'a', 3, 0, 0, 0, 7, 7, 7,
            1, 0, 0, 0, (byte)'b', 0, 0, 0, 0,
        ];

        using var plain = Some.Reader(list, "binary_runtime_measurements");
        using var sha256 = Some.Reader(list, "binary_runtime_measurements_sha256");

        Assert.True(plain.Read(out var first));
        Assert.Equal("a", first.TemplateName);
        Assert.True(sha256.Read(out var second));
        Assert.Equal("b", second.TemplateName);
    }

    [Fact]
    public void A_list_whose_first_entry_is_a_violation_is_recognised()
    {
        Assert.Equal(2, EntryCopy.ReadAll(new MeasurementListBuilder(32).Violation("/bin/one").File("/bin/two").Binary).Count);
        Assert.Equal(2, EntryCopy.ReadAll(new MeasurementListBuilder(32).Violation("/bin/one").File("/bin/two").Ascii).Count);
    }

    [Fact]
    public void A_list_in_pcr_0_is_recognised_in_both_byte_orders()
    {
        foreach (var bigEndian in new[] { false, true })
        {
            var list = new MeasurementListBuilder(20, bigEndian)
                .AddTo(0, "ima-ng", ListField.Digest("sha256", Some.Digest), ListField.Name("/bin/ls"));

            Assert.Equal("/bin/ls", Assert.Single(EntryCopy.ReadAll(list.Binary)).Name);
            Assert.Equal("/bin/ls", Assert.Single(EntryCopy.ReadAll(list.Ascii)).Name);
        }
    }

    [Fact]
    public void The_stream_is_disposed_with_the_reader_and_after_a_failure()
    {
        var read = new MemoryStream(new MeasurementListBuilder().File("/bin/ls").Binary);
        var failed = new MemoryStream([]);

        MeasurementList.Open(Some.ListName, read, null).Dispose();
        Assert.Throws<CannotCheckException>(() => MeasurementList.Open(Some.ListName, failed, null));

        Assert.False(read.CanRead);
        Assert.False(failed.CanRead);
    }
}
