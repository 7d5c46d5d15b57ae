using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Ima;

public sealed class ListSurveyTests
{
    [Fact]
    public void Files_are_counted_by_their_sort_and_algorithm_and_nothing_else_is_a_file()
    {
        using var folder = new TemporaryFolder();
        folder.Write(ListPaths.Count, "9\n");
        var list = new MeasurementListBuilder(20, bigEndian: false);
        foreach (var (algorithm, name) in new[]
        {
            ("sha256", "boot_aggregate"), ("sha256", "/usr/bin/a"), ("sha256", "/usr/bin/b"), ("sha256", "/usr/bin/c"),
            ("sha512", "/usr/lib/libx.so.1"), ("sha512", "/usr/lib/liby.so"), ("sha256", "/lib/modules/x.ko"),
        })
            list.Add("ima-ng", ListField.Digest(algorithm, [.. Some.Digest, .. algorithm == "sha512" ? Some.Digest : []]), ListField.Name(name));
        folder.Write(ListPaths.ByPreference[0], list.Binary);
        using var root = new EvidenceRoot(folder.Path);

        var survey = ListSurvey.Of(root)!;

        Assert.Equal((7, 6, 2, 1, 9), (survey.Entries, survey.Files, survey.Libraries, survey.Modules, survey.Counted));
        Assert.Equal([("sha256", 4), ("sha512", 2)], survey.Algorithms.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public void A_list_that_names_more_algorithms_than_there_are_is_counted_by_the_first_thirty_two()
    {
        using var folder = new TemporaryFolder();
        var list = new MeasurementListBuilder(20, bigEndian: false);
        for (var turn = 0; turn < 2; turn++)
            for (var i = 0; i < 40; i++)
                list.Add("ima-ng", ListField.Digest($"forged{i}", Some.Digest), ListField.Name($"/bin/{i}"));
        folder.Write(ListPaths.ByPreference[0], list.Binary);
        using var root = new EvidenceRoot(folder.Path);

        var algorithms = ListSurvey.Of(root)!.Algorithms;

        Assert.Equal(32, algorithms.Count);
        Assert.All(algorithms.Values, count => Assert.Equal(2, count));
    }
}
