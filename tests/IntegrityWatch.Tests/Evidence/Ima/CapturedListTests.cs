using System.Text;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Ima;

public class CapturedListTests
{
    [Fact]
    public void Every_hash_of_a_real_list_verifies_and_both_forms_tell_the_same()
    {
        foreach (var (archive, files) in Captures())
        {
            using var binary = Some.Reader(files["binary_runtime_measurements"]);
            using var ascii = Some.Reader(files["ascii_runtime_measurements"]);
            var entries = EntryCopy.ReadAll(binary);
            var lines = EntryCopy.ReadAll(ascii);

            Assert.All(entries, entry => Assert.True(entry.HashVerifies, $"{archive}: {entry}"));
            Assert.Equal(entries.Select(entry => entry.InAnyForm()), lines.Select(entry => entry.InAnyForm()));
            Assert.Equal(0, ascii.Unverified);
            Assert.Equal(0, binary.Opaque);
            Assert.Equal(MeasurementKind.BootAggregate, entries[0].Kind);
        }
    }

    [Fact]
    public void The_counts_are_the_kernels()
    {
        foreach (var (_, files) in Captures())
        {
            using var reader = Some.Reader(files["binary_runtime_measurements"]);
            EntryCopy.ReadAll(reader);

            // The kernel counts on while its list is copied.
            Assert.InRange(CapturedLists.Number(files["runtime_measurements_count"]), reader.Entries, reader.Entries + 5);
            Assert.Equal(CapturedLists.Number(files["violations"]), reader.Violations);
        }
    }

    [Fact]
    public void Names_that_forge_lines_are_names()
    {
        var names = Captures().Where(capture => capture.Archive.Contains("/names/after", StringComparison.Ordinal)).ToList();
        Assert.SkipWhen(names.Count == 0, "tests/captures/names is not there");
        var ascii = names[0].Files["ascii_runtime_measurements"];

        var entries = EntryCopy.ReadAll(ascii);

        Assert.True(Encoding.Latin1.GetString(ascii).Count(letter => letter == '\n') > entries.Count);
        Assert.Contains(entries, entry => entry.Name == "/opt/names/line\nbreak");
        Assert.DoesNotContain(entries, entry => entry.Name.StartsWith("/usr/bin/forged", StringComparison.Ordinal));
        Assert.Contains(entries, entry => entry.Name == "/opt/names/invalid\u00ff\u00fe\u00c3(utf8");
    }

    private static List<(string Archive, Dictionary<string, byte[]> Files)> Captures()
    {
        var captures = CapturedLists.All()
            .Select(archive => (Archive: archive, Files: CapturedLists.Read(archive)))
            .Where(capture => capture.Files.ContainsKey("binary_runtime_measurements"))
            .ToList();
        Assert.SkipWhen(captures.Count == 0, "tests/captures is not there");
        return captures;
    }
}
