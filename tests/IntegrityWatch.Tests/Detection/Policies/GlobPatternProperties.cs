using System.Text;
using CsCheck;
using IntegrityWatch.Detection.Policies;

namespace IntegrityWatch.Tests.Detection.Policies;

public class GlobPatternProperties
{
    // Few letters, so that what is drawn often nearly matches.
    private static readonly Gen<string> SomePattern =
        Gen.OneOf("a", "b", "/", "*", "**", "?", "/**/", "[ab]", "[!a]", "[./]", "[.-a]", "]").Array[1, 9].Select(string.Concat);

    private static readonly Gen<string> SomePath = Gen.OneOf("a", "b", "/", ".", "ab/").Array[0, 12].Select(string.Concat);

    [Fact]
    public void It_matches_exactly_what_the_naive_matcher_matches() =>
        Gen.Select(SomePattern, SomePath).Sample((pattern, path) =>
            GlobPattern.Parse(pattern).Matches(Encoding.ASCII.GetBytes(path)) == NaiveGlob.Matches(pattern, path),
            iter: 200_000);

    [Fact]
    public void A_path_without_special_characters_matches_itself_and_nothing_else() =>
        Gen.Select(SomePath, SomePath).Where((left, _) => left.Length > 0).Sample((left, right) =>
            GlobPattern.Parse(left).Matches(Encoding.ASCII.GetBytes(right)) == (left == right));
}
